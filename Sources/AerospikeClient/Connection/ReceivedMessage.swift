import AerospikeProtocol
import NIOCore

/// A whole message of a server.
struct ReceivedMessage: Sendable {
    /// What the body is.
    var kind: ProtocolHeader.Kind
    /// The body, without protocol header.
    var body: ByteBuffer
}
