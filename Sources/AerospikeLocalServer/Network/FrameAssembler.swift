import AerospikeProtocol
import NIOCore

/// Puts together whole messages from the pieces a socket gives.
struct FrameAssembler {
    /// What there is.
    enum Step {
        /// Nothing yet: more bytes are needed.
        case incomplete
        /// A whole message.
        case frame(ProtocolHeader.Kind, body: ByteBuffer)
        /// Type 5 or the like, which is taken in and not answered.
        case ignored
        /// Not this protocol: the connection has to be closed.
        case malformed
    }

    /// The most room made ahead of bytes that were promised but have not come.
    private static let maximumReservation = 4 * 1024 * 1024
    /// The most bytes already given out that are kept in front of new ones.
    private static let maximumSlack = 64 * 1024
    private static let internalKind: UInt8 = 5

    private var received = ByteBuffer()

    /// Takes in bytes.
    mutating func append(_ bytes: ByteBuffer) {
        if self.received.readableBytes == 0 {
            self.received = bytes
        } else {
            var bytes = bytes
            if self.received.readerIndex > Self.maximumSlack { self.received.discardReadBytes() }
            self.received.writeBuffer(&bytes)
        }
    }

    /// Gives out the next whole message.
    mutating func next() -> Step {
        guard let word = self.received.getInteger(at: self.received.readerIndex, as: UInt64.self) else {
            return .incomplete
        }
        if UInt8(truncatingIfNeeded: word >> 48) == Self.internalKind, word >> 56 == 2 {
            return self.skip(Int(word & 0xFFFF_FFFF_FFFF))
        }
        guard let header = try? ProtocolHeader(word: word) else { return .malformed }
        let size = ProtocolHeader.size + header.bodySize
        guard self.received.readableBytes >= size else {
            self.received.reserveCapacity(minimumWritableBytes: min(size, Self.maximumReservation))
            return .incomplete
        }
        self.received.moveReaderIndex(forwardBy: ProtocolHeader.size)
        guard let body = self.received.readSlice(length: header.bodySize) else { return .malformed }
        return .frame(header.kind, body: body)
    }

    private mutating func skip(_ bodySize: Int) -> Step {
        guard bodySize <= ProtocolHeader.maximumBodySize else { return .malformed }
        guard self.received.readableBytes >= bodySize + ProtocolHeader.size else { return .incomplete }
        self.received.moveReaderIndex(forwardBy: bodySize + ProtocolHeader.size)
        return .ignored
    }
}
