import AerospikeProtocol
import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `Assembling messages` {
    private static func message(_ kind: ProtocolHeader.Kind, _ body: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        ProtocolHeader(kind: kind, bodySize: body.count).write(to: &writer)
        writer.append(body)
        return writer.finish()
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
    ])
    func `refuses what is no header`(bytes: [UInt8]) {
        var assembler = MessageAssembler()
        #expect(throws: ProtocolError.self) { try assembler.append(ByteBuffer(bytes: bytes)) }
    }

    @Test(arguments: [[2, 1, 0, 0, 3, 0, 0, 0], [2, 3, 0, 0, 3, 0, 0, 1], [2, 4, 0, 0, 8, 0, 0, 0]])
    func `takes what is long, but not too long`(bytes: [UInt8]) throws {
        var assembler = MessageAssembler()
        try assembler.append(ByteBuffer(bytes: bytes))
        #expect(!assembler.isEmpty)
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
}
