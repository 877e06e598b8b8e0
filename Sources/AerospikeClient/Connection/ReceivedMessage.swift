import AerospikeProtocol
import NIOCore

/// A whole message of a server.
struct ReceivedMessage: Sendable {
    /// What the body is.
    var kind: ProtocolHeader.Kind
    /// The body, without protocol header.
    var body: ByteBuffer

    /// The body, inflated if it is compressed.
    func inflated() throws(ProtocolError) -> ByteBuffer {
        guard self.kind == .compressedMessage else { return self.body }
        let message = try CompressedMessage.inflate(body: self.body.readableBytesSpan)
        guard message.count >= ProtocolHeader.size else {
            throw ProtocolError(.badCompression, "compressed message of \(message.count) bytes, too short for a header")
        }
        return ByteBuffer(bytes: message[ProtocolHeader.size...])
    }
}
