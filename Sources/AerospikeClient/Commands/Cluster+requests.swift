public import AerospikeProtocol
public import NIOCore

extension Cluster {
    /// Sends one whole message and returns the body of its single reply message.
    ///
    /// - Parameters:
    ///   - message: The message with its protocol header.
    ///   - node: The node to ask.
    ///   - timeout: The time until the whole reply must be there.
    /// - Returns: The body, without protocol header; a compressed one is inflated.
    public func execute(
        _ message: ByteBuffer,
        on node: Node,
        timeout: Duration
    ) async throws(AerospikeError) -> ByteBuffer {
        throw AerospikeError(.invalidNode, "not implemented")
    }

    /// Sends a batch request and tells the result of each row that is answered, in whatever order.
    ///
    /// - Parameters:
    ///   - message: The message with its protocol header.
    ///   - node: The node to ask.
    ///   - timeout: The time until the whole reply must be there.
    ///   - row: Receives the row's index, as the request gave it, and its result.
    /// - Returns: The result of the message that ends the reply.
    public func batch(
        _ message: ByteBuffer,
        on node: Node,
        timeout: Duration,
        row: (UInt32, ResultCode) -> Void
    ) async throws(AerospikeError) -> ResultCode {
        throw AerospikeError(.invalidNode, "not implemented")
    }

    /// Sends a scan request and hands over the body of each message of the answer.
    ///
    /// While `consume` works at most two further messages are read from the socket.
    /// If `consume` throws, or the task is cancelled, the connection is closed, which ends the scan at the server.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - node: The node to ask.
    ///   - idleTimeout: The longest silence of the server while a message is waited for.
    ///   - consume: Receives a body, without protocol header, and returns `finished` if the last message was in it.
    /// - Throws: `AerospikeError`; what `consume` throws.
    public func scan(
        _ request: PartitionScanRequest,
        on node: Node,
        idleTimeout: Duration,
        consume: (ByteBuffer) async throws -> ScanStep
    ) async throws {
        throw AerospikeError(.invalidNode, "not implemented")
    }
}
