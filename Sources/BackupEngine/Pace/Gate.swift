import Synchronization

/// Lets a limited number of jobs pass at once; the others wait in the order they came.
///
/// A job may take several places. One that takes more than there are goes in when nobody else is inside.
final class Gate: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private let state: Mutex<GateState<Waiter>>
    private let tickets = Atomic<UInt64>(0)

    /// Creates a gate for so many jobs, at least one.
    init(limit: Int) { self.state = Mutex(GateState(limit: limit)) }

    /// Changes the number of jobs that may be inside at once.
    func setLimit(_ limit: Int) {
        for waiter in self.state.withLock({ $0.setLimit(limit) }) { waiter.resume() }
    }

    /// Goes in, waiting for a place if need be. Every `enter` that returns needs a `leave` of as many places.
    ///
    /// - Parameter places: The places that the job takes, at least one.
    /// - Throws: `CancellationError` if the task is cancelled before it is let in.
    func enter(places: Int = 1) async throws {
        let ticket = self.tickets.wrappingAdd(1, ordering: .relaxed).newValue
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                let isCancelled = Task.isCancelled
                let verdict = self.state.withLock {
                    $0.enter(waiter, ticket: ticket, places: places, isCancelled: isCancelled)
                }
                switch verdict {
                case .goIn: waiter.resume()
                case .goAway: waiter.resume(throwing: CancellationError())
                // It may have been cancelled just before it stood in the queue.
                case .wait: if Task.isCancelled { self.cancel(ticket) }
                }
            }
        } onCancel: {
            self.cancel(ticket)
        }
    }

    /// Goes out and lets the next ones in.
    ///
    /// - Parameter places: The places that the job took.
    func leave(places: Int = 1) {
        for waiter in self.state.withLock({ $0.leave(places: places) }) { waiter.resume() }
    }

    private func cancel(_ ticket: UInt64) {
        guard let (cancelled, admitted) = self.state.withLock({ $0.cancel(ticket: ticket) }) else { return }
        cancelled.resume(throwing: CancellationError())
        for waiter in admitted { waiter.resume() }
    }
}
