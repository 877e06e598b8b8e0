import Synchronization

/// Whether a connection is still of use, to be asked from any thread.
final class ConnectionLiveness: Sendable {
    private let isAlive = Atomic(true)

    /// Whether the connection has not been closed.
    var value: Bool { self.isAlive.load(ordering: .acquiring) }

    /// The connection is closed.
    func end() { self.isAlive.store(false, ordering: .releasing) }
}
