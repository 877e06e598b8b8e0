import AerospikeProtocol
import DequeModule
import NIOCore

/// Puts whole messages together from what the socket delivers, each body in one piece: a long one as it lies in the memory that
/// the socket was read into, if it came at once, others copied once.
struct MessageAssembler {
    private enum Stage {
        /// Collecting the eight bytes of a header.
        case header
        /// Collecting a body of `missing` further bytes.
        case body(ProtocolHeader.Kind, missing: Int)
    }

    /// The memory of bodies from this size on is used again. They are copied only as far as they come in further reads.
    private static let smallestSpare = 65_536
    /// No more is reserved before the bytes are there, whatever a header promises: 2 MiB.
    private static let mostReserved = 2_097_152
    /// The most bytes of a message that is not about records, 48 MiB. The longest a server has to say is the list of sets,
    /// with 32 namespaces of 4095 sets and 330 bytes for each.
    static let longestText = 48 << 20
    /// The most bytes of such a message in looks at a node, 8 MiB. The longest are the partition maps of 32 namespaces with 256
    /// copies of 685 bytes each, 5.6 MB; with three copies they have 66 KB.
    static let longestLook = 8 << 20
    /// The most pieces of memory kept.
    private static let maximumSpares = 3

    private let mostText: Int
    private var stage = Stage.header
    /// Whether the last body was a long one, and so the next may be.
    private var isOfLongBodies = false
    private var header = ByteBuffer()
    private var body = ByteBuffer()
    private var complete: Deque<ReceivedMessage> = []
    private var spares: [ByteBuffer] = []

    /// - Parameter mostText: The most bytes of a message that is not about records.
    init(mostText: Int = Self.longestText) { self.mostText = mostText }

    /// Whether bytes of an unfinished message, or whole messages not taken yet, are here.
    var isEmpty: Bool {
        guard case .header = self.stage else { return false }
        return self.complete.isEmpty && self.header.readableBytes == 0
    }

    /// Memory for the next bytes of the socket.
    ///
    /// A long body gets as much as it and the header behind it need, so that it can stay where it is, which saves 5 per cent
    /// of the processor time of a backup of small records. Where one may follow, only its header is read.
    mutating func receiveBuffer() -> ByteBuffer {
        switch self.stage {
        case .header:
            let size = self.isOfLongBodies ? ProtocolHeader.size - self.header.readableBytes : Self.smallestSpare
            return Self.limit(self.memory(for: size), to: size)
        case .body(_, let missing):
            let wanted = missing + ProtocolHeader.size
            let isWhole = self.body.capacity == 0 && wanted <= Self.mostReserved
            let size = isWhole ? wanted : min(wanted, Self.mostReserved / 2)
            return Self.limit(self.memory(for: size), to: size)
        }
    }

    /// The same memory with room for no more than `size` bytes, as only slices have.
    private static func limit(_ memory: consuming ByteBuffer, to size: Int) -> ByteBuffer {
        memory.moveWriterIndex(to: size)
        guard var limited = memory.getSlice(at: 0, length: size) else { return ByteBuffer() }
        limited.moveWriterIndex(to: 0)
        return limited
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
        guard header.kind != .compressedMessage else {
            // No request of ours allows it, and a few bytes could become very many (`Spec/wire-protocol.md` §14).
            throw ProtocolError(.badHeader, "a compressed message, which was not asked for")
        }
        guard header.kind == .message || header.bodySize <= self.mostText else {
            throw ProtocolError(
                .badHeader,
                "text of \(header.bodySize) bytes, at most \(self.mostText) are allowed"
            )
        }
        self.stage = .body(header.kind, missing: header.bodySize)
        if header.bodySize == 0 { self.finishBody(header.kind) }
    }

    private mutating func appendBody(from bytes: inout ByteBuffer, kind: ProtocolHeader.Kind, missing: Int) {
        let count = min(missing, bytes.readableBytes)
        let isFirst = self.body.capacity == 0
        if isFirst, count == missing, count >= Self.smallestSpare {
            self.body = bytes.readSlice(length: count) ?? ByteBuffer()
        } else if isFirst, count < missing, bytes.readerIndex == 0, bytes.writableBytes >= missing - count {
            // The rest will be copied to where there is room for it.
            self.body = bytes
            bytes = ByteBuffer()
        } else {
            if isFirst { self.body = self.memory(for: missing) }
            if var part = bytes.readSlice(length: count) { self.body.writeBuffer(&part) }
            if bytes.readableBytes == 0 { self.recycle(bytes) }
        }
        self.stage = .body(kind, missing: missing - count)
        if count == missing { self.finishBody(kind) }
    }

    private mutating func finishBody(_ kind: ProtocolHeader.Kind) {
        self.isOfLongBodies = self.body.readableBytes >= Self.smallestSpare
        self.complete.append(ReceivedMessage(kind: kind, body: self.body))
        self.body = ByteBuffer()
        self.stage = .header
    }

    private mutating func memory(for size: Int) -> ByteBuffer {
        let reserved = min(size, Self.mostReserved)
        guard size >= Self.smallestSpare, var spare = self.spares.popLast() else {
            return ByteBufferAllocator().buffer(capacity: reserved)
        }
        spare.clear(minimumCapacity: reserved)
        return spare
    }
}
