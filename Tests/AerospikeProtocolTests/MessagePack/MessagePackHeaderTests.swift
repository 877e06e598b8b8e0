import AerospikeProtocol
import Testing

@Suite struct MessagePackHeaderTests {
    typealias Kind = MessagePackHeader.Kind

    @Test(
        arguments: [
            ([0xc0], Kind.null, 1, 1), ([0xc2], .boolean(false), 1, 1), ([0xc3], .boolean(true), 1, 1),
            ([0x7f], .integer(127), 1, 1), ([0xe0], .integer(-32), 1, 1), ([0xcc, 0xff], .integer(255), 2, 2),
            ([0xd0, 0x80], .integer(-128), 2, 2), ([0xd1, 0xff, 0x00], .integer(-256), 3, 3),
            ([0xd2, 0x80, 0, 0, 0], .integer(-2_147_483_648), 5, 5),
            ([0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .unsigned(.max), 9, 9),
            ([0xd3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe], .integer(-2), 9, 9),
            ([0xca, 0x3f, 0xc0, 0, 0], .float(1.5), 5, 5), ([0xcb, 0xbf, 0xf8, 0, 0, 0, 0, 0, 0], .double(-1.5), 9, 9),
            ([0xa3, 3, 97, 98], .string(length: 3), 1, 4), ([0xc4, 1, 7], .binary(length: 1), 2, 3),
            ([0xc7, 0, 1], .extended(type: 1, length: 0), 3, 3),
            ([0xd4, 0xff, 1], .extended(type: 0xff, length: 1), 2, 3),
            ([0xc8, 0, 2, 9, 5, 6], .extended(type: 9, length: 2), 4, 6),
            ([0x93], .array(count: 3), 1, 1), ([0xdc, 1, 0], .array(count: 256), 3, 3),
            ([0x8f], .map(count: 15), 1, 1), ([0xdf, 0, 1, 0, 0], .map(count: 65536), 5, 5),
        ] as [([UInt8], Kind, Int, Int)]
    )
    func `headers tell kind and extent`(bytes: [UInt8], kind: Kind, content: Int, end: Int) throws {
        let header = try MessagePackHeader(bytes.span.bytes, at: 0)
        #expect(header.kind == kind)
        #expect(header.contentOffset == content)
        #expect(header.endOffset == end)
    }
}
