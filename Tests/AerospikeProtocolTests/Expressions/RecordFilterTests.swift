import AerospikeProtocol
import Testing

/// The expected texts are what `get_expression_base64` of the Python client 19.3.0 makes of the same expressions.
@Suite struct `Filters by time` {
    /// 2024-01-01 and 2025-01-01 in UTC.
    private let start: Int64 = 1_704_067_200_000_000_000
    private let end: Int64 = 1_735_689_600_000_000_000

    @Test func `are packed as clients pack them`() {
        #expect(Base64.encode(RecordFilter.updated(atOrAfter: self.start)) == "kwSRQs8XphAXAWUAAA==")
        #expect(Base64.encode(RecordFilter.updated(before: self.end)) == "kwWRQs8YFmh+wFcAAA==")
        #expect(Base64.encode(RecordFilter.neverExpires) == "kwGRRf8=")
    }

    /// 1960, 1970, and a few seconds around it: every length that an integer of whole seconds can have.
    @Test(arguments: [
        (-315_619_200_000_000_000, "kwSRQtP7nrICg7UAAA=="), (-10_000_000_000, "kwSRQtP////9q/QcAA=="),
        (-1_000_000_000, "kwSRQtLEZTYA"), (0, "kwSRQgA="), (1_000_000_000, "kwSRQs47msoA"),
    ])
    func `moments of other times have other lengths`(moment: Int, text: String) {
        #expect(Base64.encode(RecordFilter.updated(atOrAfter: Int64(moment))) == text)
    }

    @Test func `terms are joined in their order`() {
        let (before, after) = (RecordFilter.updated(before: self.end), RecordFilter.updated(atOrAfter: self.start))
        #expect(RecordFilter.all([]).isEmpty)
        #expect(RecordFilter.all([before]) == before)
        #expect(Base64.encode(RecordFilter.all([before, after])) == "kxCTBZFCzxgWaH7AVwAAkwSRQs8XphAXAWUAAA==")
        #expect(Base64.encode(RecordFilter.all([before, RecordFilter.neverExpires])) == "kxCTBZFCzxgWaH7AVwAAkwGRRf8=")
        #expect(
            Base64.encode(
                RecordFilter.all([SetFilter.packed(["s1", "s2"]), before, after, RecordFilter.neverExpires])
            )
                == "lRCTEZMBkUajA3MxkwGRRqMDczKTBZFCzxgWaH7AVwAAkwSRQs8XphAXAWUAAJMBkUX/"
        )
    }

    /// Line 49 of `Fixtures/wire/asbackup-4.5.8-modified-after-two-sets.jsonl`, field 43.
    @Test func `the original asks for the same`() {
        let terms = [
            SetFilter.packed(["people", "xyz"]), RecordFilter.updated(atOrAfter: 0x1886_7251_EDFA_0000),
            RecordFilter.neverExpires,
        ]
        let captured = "lBCTEZMBkUanA3Blb3BsZZMBkUakA3h5epMEkULPGIZyUe36AACTAZFF/w=="
        #expect(Base64.encode(RecordFilter.all(terms)) == captured)
    }
}
