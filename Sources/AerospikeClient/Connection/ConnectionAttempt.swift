import NIOCore
import Synchronization

/// One attempt to open a connection, which may be given up at any moment: while the host's name is looked up, while the
/// sockets connect, and behind that.
final class ConnectionAttempt: Sendable {
    typealias Waiter = CheckedContinuation<Result<Connection, any Error>, Never>

    private struct State {
        /// Sockets of the attempt, one for each address tried, each with what it will be.
        var candidates: [(channel: any Channel, connection: Connection)] = []
        var waiter: Waiter?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Whether it was given up.
    var isCancelled: Bool { self.state.withLock { $0.isCancelled } }

    /// Somebody waits for the end of the attempt.
    ///
    /// - Returns: Whether the attempt may begin: it was not given up before.
    func wait(_ waiter: Waiter) -> Bool {
        let isCancelled = self.state.withLock { state in
            if !state.isCancelled { state.waiter = waiter }
            return state.isCancelled
        }
        if isCancelled { waiter.resume(returning: .failure(CancellationError())) }
        return !isCancelled
    }

    /// A socket begins to connect.
    func began(_ channel: any Channel, _ connection: Connection) {
        let isCancelled = self.state.withLock { state in
            state.candidates.append((channel, connection))
            return state.isCancelled
        }
        if isCancelled { channel.close(promise: nil) }
    }

    /// A socket is connected, or none could be. If nobody waits any longer the socket is closed.
    func ended(_ result: Result<any Channel, any Error>) {
        let (waiter, connection) = self.state.withLock { state in
            defer { state.waiter = nil }
            let winner = try? result.get()
            return (state.waiter, state.candidates.first { $0.channel === winner }?.connection)
        }
        guard let waiter else {
            if case .success(let channel) = result { channel.close(promise: nil) }
            return
        }
        waiter.resume(
            returning: result.flatMap { _ in connection.map { .success($0) } ?? .failure(CancellationError()) }
        )
    }

    /// Gives the attempt up: who waits goes on at once.
    func cancel() {
        let (candidates, waiter) = self.state.withLock { state in
            defer { state.waiter = nil }
            state.isCancelled = true
            return (state.candidates, state.waiter)
        }
        for candidate in candidates { candidate.channel.close(promise: nil) }
        waiter?.resume(returning: .failure(CancellationError()))
    }
}
