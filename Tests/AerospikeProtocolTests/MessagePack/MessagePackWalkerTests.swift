import AerospikeProtocol
import Testing

@Suite struct MessagePackWalkerTests {
    /// Complete elements: first byte, header arguments and content.
    static let elements: [[UInt8]] = [
        [0xc0], [0xc2], [0xc3], [0x00], [0x7f], [0xe0], [0xff],
        [0xcc, 1], [0xcd, 1, 2], [0xce, 1, 2, 3, 4], [0xcf, 1, 2, 3, 4, 5, 6, 7, 8],
        [0xd0, 1], [0xd1, 1, 2], [0xd2, 1, 2, 3, 4], [0xd3, 1, 2, 3, 4, 5, 6, 7, 8],
        [0xca, 1, 2, 3, 4], [0xcb, 1, 2, 3, 4, 5, 6, 7, 8],
        [0xa0], [0xa2, 3, 97], [0xd9, 1, 3], [0xda, 0, 1, 3], [0xdb, 0, 0, 0, 1, 3],
        [0xc4, 1, 3], [0xc5, 0, 1, 3], [0xc6, 0, 0, 0, 1, 3],
        [0xd4, 0xff, 1], [0xd5, 9, 1, 2], [0xd6, 9, 1, 2, 3, 4], [0xd7, 9, 1, 2, 3, 4, 5, 6, 7, 8],
        [0xd8, 9] + [UInt8](repeating: 7, count: 16),
        [0xc7, 0, 1], [0xc7, 2, 1, 5, 6], [0xc8, 0, 1, 1, 5], [0xc9, 0, 0, 0, 1, 1, 5],
        [0x90], [0x92, 1, 0x91, 2], [0xdc, 0, 1, 5], [0xdd, 0, 0, 0, 1, 5],
        [0x80], [0x82, 1, 2, 3, 0x81, 4, 5], [0xde, 0, 1, 5, 6], [0xdf, 0, 0, 0, 1, 5, 6],
    ]

    @Test(arguments: elements)
    func `one element ends where its bytes end`(element: [UInt8]) throws {
        let bytes = [0xff] + element + [0x01]
        #expect(try MessagePackWalker.end(of: bytes.span.bytes, from: 1) == 1 + element.count)
        for length in 0..<element.count {
            let cut = [UInt8](element.prefix(length))
            #expect(throws: MessagePackError.self) { try MessagePackWalker.end(of: cut.span.bytes) }
        }
    }

    @Test func `the reserved byte is refused`() {
        let bytes: [UInt8] = [0x91, 0xc1]
        let error = #expect(throws: MessagePackError.self) { try MessagePackWalker.end(of: bytes.span.bytes) }
        #expect(error == MessagePackError(.reserved, at: 1))
    }

    @Test func `nesting does not use the stack`() throws {
        let bytes = [UInt8](repeating: 0x91, count: 1_000_000) + [0xc0]
        #expect(try MessagePackWalker.end(of: bytes.span.bytes) == bytes.count)
    }

    @Test(arguments: [
        [0xdd, 0xff, 0xff, 0xff, 0xff, 1], [0xdf, 0xff, 0xff, 0xff, 0xff, 1], [0xdb, 0xff, 0xff, 0xff, 0xff],
    ])
    func `counts and lengths beyond the input are refused`(bytes: [UInt8]) {
        #expect(throws: MessagePackError.self) { try MessagePackWalker.end(of: bytes.span.bytes) }
    }
}
