import AerospikeProtocol
import Testing

@Suite struct `Filters by set` {
    /// The ready-made encodings of `Spec/wire-protocol.md` §15.
    @Test(arguments: [(["demo"], "kwGRRqUDZGVtbw=="), (["s1", "s2"], "kxGTAZFGowNzMZMBkUajA3My")])
    func `are packed as clients pack them`(sets: [String], expression: String) {
        #expect(Base64.encode(SetFilter.packed(sets)) == expression)
    }

    @Test func `many sets and long names have longer headers`() {
        let packed = SetFilter.packed((0..<20).map { String(repeating: "x", count: 40 + $0) })
        #expect(packed.prefix(3) == [0xDC, 0, 21])
        #expect(packed[7..<11] == [0x46, 0xD9, 41, 3])
    }
}
