import Synchronization

/// Asks a run to stop at the next good place. Set once, from anywhere.
package final class StopSignal: Sendable {
    private let requested = Atomic<Bool>(false)

    /// Creates a signal that is not set.
    package init() {}

    /// Whether the run is to stop.
    package var isRequested: Bool { self.requested.load(ordering: .relaxed) }

    /// Asks the run to stop.
    package func request() { self.requested.store(true, ordering: .relaxed) }
}
