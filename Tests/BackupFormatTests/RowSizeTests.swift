import AerospikeProtocol
import Testing

@testable import BackupFormat

/// A message has 128 MiB at most (`Spec/wire-protocol.md` §1), which are 171 MiB of base64 (`Spec/asb-format.md` §6).
@Suite struct `Sizes of rows` {
    private static let most = 128 << 20

    /// A record whose text is as large as its one value and 100 bytes more; no text is needed to know how large a row it makes.
    private func record(_ encoding: ValueEncoding, _ size: Int, inKey: Bool = false) -> RecordLayout {
        var record = RecordLayout()
        let name = TextToken(range: 0..<3, unescapedCount: 3)
        let value = 3..<(3 + size)
        if inKey { record.key = KeyLayout(particleType: .blob, encoding: encoding, value: value, bits: 0) }
        let small = BinLayout(name: name, particleType: .blob, encoding: .raw, value: 3..<4, bits: 0)
        record.bins = [
            inKey ? small : BinLayout(name: name, particleType: .blob, encoding: encoding, value: value, bits: 0)
        ]
        record.range = 0..<(size + 100)
        return record
    }

    private let encoder = RowEncoder(namespace: "test", policy: WritePolicyBits())

    @Test(
        arguments: [
            (.base64, Self.most), (.base64, (Self.most - 1024) / 3 * 4), (.raw, Self.most - 1024),
        ] as [(ValueEncoding, Int)],
        [false, true]
    )
    func `what fits into a message as bytes is taken however long its text is`(
        value: (encoding: ValueEncoding, size: Int),
        inKey: Bool
    ) throws {
        try self.encoder.check(self.record(value.encoding, value.size, inKey: inKey))
    }

    @Test(
        arguments: [(.base64, Self.most / 3 * 4 + 4), (.raw, Self.most)] as [(ValueEncoding, Int)],
        [false, true]
    )
    func `what does not fit is refused with its size`(
        value: (encoding: ValueEncoding, size: Int),
        inKey: Bool
    ) {
        let error = #expect(throws: FormatError.self) {
            try self.encoder.check(self.record(value.encoding, value.size, inKey: inKey))
        }
        #expect(error?.code == .tooLong)
        #expect(error?.message.hasSuffix("bytes in a message, which may have 134217728") == true)
    }

    @Test func `many small bins make a larger message than their text is`() {
        var record = RecordLayout()
        // `- I a 1` and a line feed, which become 17 bytes: 8, the name, and 8.
        let name = TextToken(range: 0..<1, unescapedCount: 1)
        let small = BinLayout(name: name, particleType: .integer, encoding: .number, value: 1..<2, bits: 1)
        record.bins = Array(repeating: small, count: 65_534)
        let large = Self.most - 65_534 * 16
        record.bins.append(BinLayout(name: name, particleType: .blob, encoding: .raw, value: 1..<(1 + large), bits: 0))
        record.range = 0..<(large + 65_534 * 8)
        #expect(record.range.count < Self.most)
        #expect(throws: FormatError.self) { try self.encoder.check(record) }
    }
}
