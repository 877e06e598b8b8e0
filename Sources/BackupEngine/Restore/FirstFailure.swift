import Synchronization

/// The failure that ends a restore, and until when what was sent before it is waited for: one moment for all parts of the
/// restore (`Spec/reliability.md` §3). Set once, from anywhere.
final class FirstFailure: Sendable {
    private let patience: Duration
    private let first = Mutex<(error: any Error, deadline: ContinuousClock.Instant)?>(nil)
    private let deadlines: AsyncStream<ContinuousClock.Instant>
    private let continuation: AsyncStream<ContinuousClock.Instant>.Continuation

    /// Creates one that has not happened.
    ///
    /// - Parameter patience: How long a failed restore waits for the answers to what it sent before.
    init(patience: Duration = .seconds(1)) {
        self.patience = patience
        (self.deadlines, self.continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// The failure; `nil` if there was none.
    var error: (any Error)? { self.first.withLock { $0?.error } }

    /// Takes note of a failure.
    ///
    /// - Parameters:
    ///   - error: The failure; it counts if it is the first.
    ///   - now: The moment.
    /// - Returns: Until when answers are waited for, whichever failure this is.
    func note(_ error: any Error, at now: ContinuousClock.Instant = .now) -> ContinuousClock.Instant {
        let deadline = self.first.withLock { first in
            if let first { return first.deadline }
            let deadline = now + self.patience
            first = (error, deadline)
            return deadline
        }
        self.continuation.yield(deadline)
        return deadline
    }

    /// Waits until the time behind the first failure is over, or the task is cancelled. For one task only.
    func wait() async {
        for await deadline in self.deadlines {
            try? await Task.sleep(until: deadline, clock: .continuous)
            return
        }
    }
}
