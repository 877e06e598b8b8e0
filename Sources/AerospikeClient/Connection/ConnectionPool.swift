import NIOCore
import NIOPosix
import Synchronization

/// The connections to one node for its requests.
final class ConnectionPool: Sendable {
    /// What who waits for a connection gets.
    private enum Grant: Sendable {
        case use(Connection)
        case open
        case refuse(AerospikeError)
    }

    private typealias Waiter = CheckedContinuation<Grant, Never>

    let node: Node
    private let opener: ConnectionOpener
    private let state: Mutex<PoolState<Connection, Waiter>>
    private let numbers = Atomic<UInt64>(0)

    init(node: Node, opener: ConnectionOpener, limit: Int) {
        self.node = node
        self.opener = opener
        self.state = Mutex(PoolState(limit: limit))
    }

    /// Runs a request on a connection of the pool.
    ///
    /// If the server had closed an idle connection meanwhile, so that no byte of an answer came, the request is tried
    /// once more on a new connection.
    ///
    /// - Parameters:
    ///   - deadline: Until when a connection is waited for.
    ///   - isRepeatable: Whether that may be done. A write may have been carried out, and its sender has to know.
    ///   - body: The request.
    func withConnection<Value>(
        until deadline: NIODeadline,
        isRepeatable: Bool = true,
        _ body: (Connection) async -> Result<Value, ExchangeFailure>
    ) async throws(AerospikeError) -> Value {
        var (connection, isFresh) = try await self.lease(until: deadline)
        var result = await body(connection)
        if isRepeatable, !isFresh, case .failure(let failure) = result, failure.isOfStaleConnection {
            connection.close()
            connection = try await self.open(until: deadline)
            result = await body(connection)
        }
        self.giveBack(connection)
        switch result {
        case .success(let value): return value
        case .failure(let failure): throw failure.error
        }
    }

    /// Servers before 8.1 close connections that were idle for 60 s (`proto-fd-idle-ms`): ours go before that.
    static let longestIdle = TimeAmount.seconds(55)

    /// Closes connections that have been idle for too long.
    func dropIdle() {
        let limit = NIODeadline.now() - Self.longestIdle
        for connection in self.state.withLock({ $0.removeIdle(since: limit) }) { connection.close() }
    }

    /// Closes the pool. Requests that wait fail; those that run go on.
    func close() {
        let (idle, waiters) = self.state.withLock { $0.close() }
        for connection in idle { connection.close() }
        for waiter in waiters { waiter.resume(returning: .refuse(self.goneError)) }
    }

    private var goneError: AerospikeError {
        AerospikeError(.invalidNode, "the node has left the cluster", node: self.node.description)
    }

    private func lease(
        until deadline: NIODeadline
    ) async throws(AerospikeError) -> (connection: Connection, isFresh: Bool) {
        self.dropIdle()
        switch await self.grant(until: deadline) {
        case .use(let connection) where connection.isUsable: return (connection, false)
        case .use, .open: return (try await self.open(until: deadline), true)
        case .refuse(let error): throw error
        }
    }

    private func grant(until deadline: NIODeadline) async -> Grant {
        switch self.state.withLock({ $0.lease() }) {
        case .use(let connection): .use(connection)
        case .open: .open
        case .refuse: .refuse(self.goneError)
        case .wait: await self.waitForGrant(until: deadline)
        }
    }

    private func waitForGrant(until deadline: NIODeadline) async -> Grant {
        let number = self.numbers.add(1, ordering: .relaxed).newValue
        let timer = MultiThreadedEventLoopGroup.singleton.next().scheduleTask(deadline: deadline) {
            self.stopWaiting(number, self.lateError)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                switch self.state.withLock({ $0.enqueue(waiter, number: number) }) {
                case .use(let connection): waiter.resume(returning: .use(connection))
                case .open: waiter.resume(returning: .open)
                case .refuse: waiter.resume(returning: .refuse(self.goneError))
                case .wait:
                    if Task.isCancelled { self.stopWaiting(number, self.cancelledError) }
                    if deadline <= .now() { self.stopWaiting(number, self.lateError) }
                }
            }
        } onCancel: {
            self.stopWaiting(number, self.cancelledError)
        }
    }

    /// Called both when a task is cancelled, or its time over, and when such a one has begun to wait, whichever is later.
    private func stopWaiting(_ number: UInt64, _ error: AerospikeError) {
        let waiter = self.state.withLock { $0.removeWaiter(number: number) }
        waiter?.resume(returning: .refuse(error))
    }

    private var cancelledError: AerospikeError {
        AerospikeError(.cancelled, "cancelled", node: self.node.description, isUnsent: true)
    }

    private var lateError: AerospikeError {
        AerospikeError(.timeout, "no time was left to connect", node: self.node.description, isUnsent: true)
    }

    /// Opens a connection in place of one that is counted as in use.
    private func open(until deadline: NIODeadline) async throws(AerospikeError) -> Connection {
        do throws(AerospikeError) {
            let rest = deadline - .now()
            guard rest > .zero else { throw self.lateError }
            var opener = self.opener
            opener.timeout = min(opener.timeout, .nanoseconds(rest.nanoseconds))
            return try await opener.open(self.node.endpoint, name: self.node.description)
        } catch {
            self.giveBack(nil)
            // The time that was over is then the request's, and not that for connecting.
            throw error.code == .connectFailed && deadline <= .now() ? self.lateError : error
        }
    }

    private func giveBack(_ connection: Connection?) {
        let usable = connection.flatMap { $0.isUsable ? $0 : nil }
        switch self.state.withLock({ $0.giveBack(usable, at: .now()) }) {
        case .keep: break
        case .drop(let connection): connection?.close()
        case .handOver(let waiter, let connection?): waiter.resume(returning: .use(connection))
        case .handOver(let waiter, nil): waiter.resume(returning: .open)
        }
    }
}
