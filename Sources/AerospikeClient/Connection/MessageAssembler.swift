import AerospikeProtocol
import DequeModule
import NIOCore

/// Puts whole messages together from what the socket delivers, each body in one piece, copied once.
struct MessageAssembler {
    private enum Stage {
        /// Collecting the eight bytes of a header.
        case header
        /// Collecting a body of `missing` further bytes.
        case body(ProtocolHeader.Kind, missing: Int)
    }

    /// The memory of bodies from this size on is used again.
    private static let smallestSpare = 65_536
    /// The most bytes of a message that is not about records, 48 MiB. The longest a server has to say is the list of sets,
    /// with 32 namespaces of 4095 sets and 330 bytes for each.
    private static let maximumTextSize = 48 << 20
    /// The most pieces of memory kept.
    private static let maximumSpares = 3

    private var stage = Stage.header
    private var header = ByteBuffer()
    private var body = ByteBuffer()
    private var complete: Deque<ReceivedMessage> = []
    private var spares: [ByteBuffer] = []

    /// Whether bytes of an unfinished message, or whole messages not taken yet, are here.
    var isEmpty: Bool {
        guard case .header = self.stage else { return false }
        return self.complete.isEmpty && self.header.readableBytes == 0
    }

    /// Takes bytes in.
    ///
    /// - Throws: `ProtocolError` for a bad header, after which the connection is of no use.
    mutating func append(_ bytes: ByteBuffer) throws(ProtocolError) {
        var bytes = bytes
        while bytes.readableBytes > 0 {
            switch self.stage {
            case .header: try self.appendHeader(from: &bytes)
            case .body(let kind, let missing): self.appendBody(from: &bytes, kind: kind, missing: missing)
            }
        }
    }

    /// The next whole message.
    mutating func next() -> ReceivedMessage? { self.complete.popFirst() }

    /// Takes memory back that a message was delivered in. If somebody still uses it, nothing happens to it.
    mutating func recycle(_ memory: ByteBuffer) {
        guard memory.capacity >= Self.smallestSpare, self.spares.count < Self.maximumSpares else { return }
        self.spares.append(memory)
    }

    private mutating func appendHeader(from bytes: inout ByteBuffer) throws(ProtocolError) {
        let wanted = min(ProtocolHeader.size - self.header.readableBytes, bytes.readableBytes)
        if var part = bytes.readSlice(length: wanted) { self.header.writeBuffer(&part) }
        guard self.header.readableBytes == ProtocolHeader.size else { return }
        let word = self.header.readInteger(as: UInt64.self) ?? 0
        self.header.clear()
        let header = try ProtocolHeader(word: word)
        let isOfRecords = header.kind == .message || header.kind == .compressedMessage
        guard isOfRecords || header.bodySize <= Self.maximumTextSize else {
            throw ProtocolError(
                .badHeader,
                "text of \(header.bodySize) bytes, at most \(Self.maximumTextSize) are allowed"
            )
        }
        self.body = self.memory(for: header.bodySize)
        self.stage = .body(header.kind, missing: header.bodySize)
        if header.bodySize == 0 { self.finishBody(header.kind) }
    }

    private mutating func appendBody(from bytes: inout ByteBuffer, kind: ProtocolHeader.Kind, missing: Int) {
        let count = min(missing, bytes.readableBytes)
        if var part = bytes.readSlice(length: count) { self.body.writeBuffer(&part) }
        self.stage = .body(kind, missing: missing - count)
        if count == missing { self.finishBody(kind) }
    }

    private mutating func finishBody(_ kind: ProtocolHeader.Kind) {
        self.complete.append(ReceivedMessage(kind: kind, body: self.body))
        self.body = ByteBuffer()
        self.stage = .header
    }

    /// Memory for a body. No more than 2 MiB is reserved before the bytes are there, whatever a header promises.
    private mutating func memory(for size: Int) -> ByteBuffer {
        let reserved = min(size, 2_097_152)
        guard size >= Self.smallestSpare, var spare = self.spares.popLast() else {
            return ByteBufferAllocator().buffer(capacity: reserved)
        }
        spare.clear(minimumCapacity: reserved)
        return spare
    }
}
