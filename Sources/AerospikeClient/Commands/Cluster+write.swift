public import AerospikeProtocol
public import NIOCore

extension Cluster {
    /// Sends one command on one record and returns the server's result.
    ///
    /// - Parameters:
    ///   - message: The message with its protocol header.
    ///   - node: The node to ask: the master of the record's partition, or any, which passes it on.
    ///   - timeout: The time until the reply must be there.
    public func write(
        _ message: ByteBuffer,
        on node: Node,
        timeout: Duration
    ) async throws(AerospikeError) -> ResultCode {
        let reply = try await self.execute(message, on: node, timeout: timeout, isRepeatable: false)
        do throws(ProtocolError) {
            var reader = ByteReader(reply.readableBytesSpan)
            return try MessageHeader(reading: &reader).resultCode
        } catch {
            throw AerospikeError(error, node: node.description)
        }
    }
}
