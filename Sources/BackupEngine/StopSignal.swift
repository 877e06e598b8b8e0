import Synchronization

/// Asks a run to stop at the next good place. Set once, from anywhere.
package final class StopSignal: Sendable {
    private let requested = Atomic<Bool>(false)
    private let failed = Atomic<Bool>(false)
    private let heeded = Atomic<Bool>(false)

    /// Creates a signal that is not set.
    package init() {}

    /// Whether the run is to stop.
    package var isRequested: Bool { self.requested.load(ordering: .relaxed) }

    /// Whether the run is to stop because a part of it failed, so that the others cannot hope for more.
    package var isFailure: Bool { self.failed.load(ordering: .relaxed) }

    /// Whether the run looks at this signal by now. Before that, as while it connects, nothing is lost by cancelling it.
    package var isHeeded: Bool { self.heeded.load(ordering: .relaxed) }

    /// The run looks at this signal from now on.
    package func heed() { self.heeded.store(true, ordering: .relaxed) }

    /// Asks the run to stop because a part of it failed.
    package func requestAfterFailure() {
        self.failed.store(true, ordering: .relaxed)
        self.request()
    }

    /// Asks the run to stop.
    package func request() { self.requested.store(true, ordering: .relaxed) }
}
