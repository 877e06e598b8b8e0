import NIOCore

/// Gives the socket of a connection memory to be read into, as the messages want it.
///
/// `@unchecked`: it belongs to the event loop of its channel, on which NIO asks for memory, and on which the handler lives.
final class ReceiveMemory: RecvByteBufferAllocator, @unchecked Sendable {
    /// Gets what was read.
    var assembler: MessageAssembler

    init(mostText: Int) { self.assembler = MessageAssembler(mostText: mostText) }

    func buffer(allocator _: ByteBufferAllocator) -> ByteBuffer { self.assembler.receiveBuffer() }

    /// Always `true`: else NIO would not ask for the next buffer, but use its first one again.
    func record(actualReadBytes _: Int) -> Bool { true }
}
