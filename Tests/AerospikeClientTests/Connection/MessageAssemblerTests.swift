import AerospikeProtocol
import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `Assembling messages` {
    private static func message(_ kind: ProtocolHeader.Kind, _ body: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        ProtocolHeader(kind: kind, bodySize: body.count).write(to: &writer)
        return writer.finish() + body
    }

    private func feed(_ pieces: [[UInt8]]) throws -> [ReceivedMessage] {
        var assembler = MessageAssembler()
        var messages: [ReceivedMessage] = []
        for piece in pieces {
            try assembler.append(ByteBuffer(bytes: piece))
            while let message = assembler.next() { messages.append(message) }
        }
        #expect(assembler.isEmpty)
        return messages
    }

    @Test func `gives the same messages however the bytes are cut`() throws {
        let bytes =
            Self.message(.info, Array("node\tA\n".utf8)) + Self.message(.message, [])
            + Self.message(.message, [1, 2, 3])
        for cut in 0...bytes.count {
            let messages = try self.feed([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(messages.map(\.kind) == [.info, .message, .message], "cut at \(cut)")
            #expect(
                messages.map { Array(buffer: $0.body) } == [Array("node\tA\n".utf8), [], [1, 2, 3]],
                "cut at \(cut)"
            )
        }
        #expect(try self.feed(bytes.map { [$0] }).count == 3)
    }

    @Test(arguments: [
        [1, 3, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 0, 0], [2, 9, 0, 0, 0, 0, 0, 0], [2, 3, 0, 0, 8, 0, 0, 1],
        Array("HTTP/1.1".utf8),
        // Text and logins of more than 48 MiB, as which records may come.
        [2, 1, 0, 0, 3, 0, 0, 1], [2, 2, 0, 0, 3, 0, 0, 1],
        // A compressed message, of whatever length: nobody asks for one.
        [2, 4, 0, 0, 0, 0, 0, 9],
    ])
    func `refuses what is no header`(bytes: [UInt8]) {
        var assembler = MessageAssembler()
        #expect(throws: ProtocolError.self) { try assembler.append(ByteBuffer(bytes: bytes)) }
    }

    @Test(arguments: [[2, 1, 0, 0, 3, 0, 0, 0], [2, 3, 0, 0, 3, 0, 0, 1], [2, 3, 0, 0, 8, 0, 0, 0]])
    func `takes what is long, but not too long`(bytes: [UInt8]) throws {
        var assembler = MessageAssembler()
        try assembler.append(ByteBuffer(bytes: bytes))
        #expect(!assembler.isEmpty)
    }

    @Test func `takes 8 MiB of text in looks at a node`() throws {
        var assembler = MessageAssembler(mostText: MessageAssembler.longestLook)
        try assembler.append(ByteBuffer(bytes: [2, 1, 0, 0, 0, 0x80, 0, 0]))
        assembler = MessageAssembler(mostText: MessageAssembler.longestLook)
        #expect(throws: ProtocolError.self) {
            try assembler.append(ByteBuffer(bytes: [2, 1, 0, 0, 0, 0x80, 0, 1]))
        }
    }

    @Test func `knows of an unfinished message`() throws {
        var assembler = MessageAssembler()
        #expect(assembler.isEmpty)
        try assembler.append(ByteBuffer(bytes: [2]))
        #expect(!assembler.isEmpty)
    }

    @Test func `does not reserve what a header merely promises`() throws {
        var assembler = MessageAssembler()
        try assembler.append(ByteBuffer(bytes: [2, 3, 0, 0, 8, 0, 0, 0, 1]))
        #expect(assembler.next() == nil)
    }

    @Test func `uses the memory of a large message again once it is free`() throws {
        let bytes = ByteBuffer(bytes: Self.message(.message, [UInt8](repeating: 7, count: 100_000)))
        var assembler = MessageAssembler()
        try assembler.append(bytes)
        var first = try #require(assembler.next()?.body)
        let memory = first.withUnsafeReadableBytes { $0.baseAddress }
        assembler.recycle(first)
        first = ByteBuffer()
        try assembler.append(bytes)
        let second = try #require(assembler.next()?.body)
        #expect(second.withUnsafeReadableBytes { $0.baseAddress } == memory)
        #expect(second.readableBytes == 100_000)
    }

    @Test func `does not touch memory that is still in use`() throws {
        var assembler = MessageAssembler()
        try assembler.append(ByteBuffer(bytes: Self.message(.message, [UInt8](repeating: 7, count: 100_000))))
        let first = try #require(assembler.next()?.body)
        assembler.recycle(first)
        try assembler.append(ByteBuffer(bytes: Self.message(.message, [UInt8](repeating: 8, count: 100_000))))
        let second = try #require(assembler.next()?.body)
        #expect(first.readableBytesView.allSatisfy { $0 == 7 })
        #expect(second.readableBytesView.allSatisfy { $0 == 8 })
    }

    /// Reads as a socket does: no more than the memory asked for has room for, and often less.
    private func read(
        _ bytes: [UInt8],
        recycling: Bool,
        size: (ByteBuffer) -> Int
    ) throws -> (messages: [[UInt8]], copied: Int) {
        var assembler = MessageAssembler()
        var (messages, copied): ([[UInt8]], Int) = ([], 0)
        var offset = 0
        while offset < bytes.count {
            var buffer = assembler.receiveBuffer()
            #expect(buffer.readableBytes == 0 && buffer.writableBytes > 0 && buffer.capacity <= 4 << 20)
            let count = min(bytes.count - offset, max(1, min(size(buffer), buffer.writableBytes)))
            buffer.writeBytes(bytes[offset..<(offset + count)])
            let memory = buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
            offset += count
            try assembler.append(buffer)
            buffer = ByteBuffer()
            while let message = assembler.next() {
                messages.append(Array(buffer: message.body))
                let place = message.body.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
                if place &- memory > UInt(count) { copied += message.body.readableBytes }
                if recycling { assembler.recycle(message.body) }
            }
        }
        #expect(assembler.isEmpty)
        return (messages, copied)
    }

    @Test(arguments: 0..<10) func `gives the same messages however little is read at once`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let sizes = [0, 1, 50, 65_527, 65_528, 65_535, 65_536, 65_537, 200_000, 2_097_143, 2_097_152, 2_400_000]
        let bodies = (0..<7).map { number in
            [UInt8](repeating: UInt8(number + 1), count: sizes[Int(generator.next() % UInt64(sizes.count))])
        }
        let bytes = bodies.flatMap { Self.message(.message, $0) }
        let found = try self.read(bytes, recycling: seed % 2 == 0) { _ in
            generator.next() % 3 == 0 ? Int(generator.next() % 5000) : Int(generator.next() % 3_000_000)
        }
        #expect(found.messages == bodies)
    }

    @Test func `leaves long bodies where they were read`() throws {
        let bodies = (0..<9).map { [UInt8](repeating: UInt8($0), count: 1_048_576 + $0 * 1000) }
        let bytes = bodies.flatMap { Self.message(.message, $0) }
        // The first read does not know yet what comes.
        let (messages, copied) = try self.read(bytes, recycling: true) { $0.writableBytes }
        #expect(messages == bodies)
        #expect(copied == bodies[0].count)
    }
}
