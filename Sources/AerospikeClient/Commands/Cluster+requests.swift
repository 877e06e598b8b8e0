public import AerospikeProtocol
public import NIOCore

extension Cluster {
    /// Sends one whole message and returns the body of its single reply message.
    ///
    /// - Parameters:
    ///   - message: The message with its protocol header.
    ///   - node: The node to ask.
    ///   - timeout: The time until the whole reply must be there, connecting included.
    ///   - isRepeatable: Whether it may be sent again if the connection turns out to have been closed before.
    /// - Returns: The body, without protocol header.
    public func execute(
        _ message: ByteBuffer,
        on node: Node,
        timeout: Duration,
        isRepeatable: Bool = true
    ) async throws(AerospikeError) -> ByteBuffer {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let pool = try self.directory.pool(of: node)
        return try await pool.withConnection(until: deadline, isRepeatable: isRepeatable) { connection in
            let result = await connection.send(message, isSingle: true, limit: .deadline(deadline))
            return result.flatMap { connection.recordBody($0) }
        }
    }

    /// Sends a batch request and tells the result of each row that is answered, in whatever order.
    ///
    /// - Parameters:
    ///   - message: The message with its protocol header, in which every row is to be answered.
    ///   - rows: How many rows are in it.
    ///   - node: The node to ask.
    ///   - timeout: The time until the whole reply must be there, connecting included.
    ///   - row: Receives the row's index, as the request gave it, and its result; returns whether that row was sent and not
    ///     answered before.
    /// - Returns: The result of the message that ends the reply: success behind all rows, or that of the batch as a whole.
    /// - Throws: `AerospikeError`, with code `badReply` if what `row` was told so far cannot be believed.
    public func batch(
        _ message: ByteBuffer,
        rows: Int,
        on node: Node,
        timeout: Duration,
        row: (UInt32, ResultCode) -> Bool
    ) async throws(AerospikeError) -> ResultCode {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let pool = try self.directory.pool(of: node)
        return try await pool.withConnection(until: deadline, isRepeatable: false) { connection in
            await connection.batch(message, rows: rows, limit: .deadline(deadline), row: row)
        }
    }

    /// Sends a scan request and hands over the body of each message of the answer.
    ///
    /// While `consume` works at most two further messages are read from the socket.
    /// If `consume` throws, or the task is cancelled, the connection is closed, which ends the scan at the server.
    /// A server that is silent is asked how the scan is doing (`ScanPatience`).
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - node: The node to ask.
    ///   - idleTimeout: The longest silence of the server while a message is waited for, unless the scan makes progress.
    ///   - deadline: The moment after which nothing is waited for, progress or not: a message that is whole by then is the last,
    ///     unless the answer ends with it.
    ///   - consume: Receives a body, without protocol header, and returns `finished` if the last message was in it.
    /// - Throws: `AerospikeError`; what `consume` throws.
    public func scan(
        _ request: PartitionScanRequest,
        on node: Node,
        idleTimeout: Duration,
        deadline: ContinuousClock.Instant? = nil,
        consume: (ByteBuffer) async throws -> ScanStep
    ) async throws {
        var patience = ScanPatience()
        let pool = try self.directory.pool(of: node)
        let end = deadline.map { NIODeadline.now() + TimeAmount(max(.zero, $0 - .now)) } ?? .distantFuture
        var request = request
        var isRepeated = false
        let error = try await pool.withConnection(until: end) { connection in
            // A server may have begun the scan before it closed, and takes no task's id twice (§11.1).
            if isRepeated { request.taskID = .random(in: 1...UInt64.max) }
            isRepeated = true
            let message = ByteBuffer(bytes: request.encoded())
            return await connection.scan(message, longestSilence: TimeAmount(idleTimeout), deadline: end) {
                guard .now() < end else { return patience.timeout(of: node) }
                return await self.reason(toEnd: request.taskID, on: node, &patience)
            } consume: { body in
                patience.answered()
                let step = try await consume(body)
                guard step == .finished || .now() < end else { throw patience.timeout(of: node) }
                return step
            }
        }
        if let error { throw error }
    }

    /// Asks a node about a scan of which nothing was heard for some time.
    ///
    /// - Returns: The error with which it has to end; `nil` if the answer may still come.
    private func reason(
        toEnd taskID: UInt64,
        on node: Node,
        _ patience: inout ScanPatience
    ) async -> AerospikeError? {
        let command = ScanReport.command(taskID: taskID, build: ServerBuild(node.build))
        do throws(AerospikeError) {
            return patience.judge(ScanReport(value: try await self.info(command, on: node)), of: node)
        } catch {
            return error.code == .cancelled ? error : patience.timeout(of: node)
        }
    }
}
