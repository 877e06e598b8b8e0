import Synchronization

/// Lets as many batches pass at once as the servers take without strain.
final class BatchGate: Sendable {
    private let gate: Gate
    private let limit: Mutex<InFlightLimit>

    /// Creates a gate.
    ///
    /// - Parameter ceiling: The most batches in flight; `nil` if the user set none.
    init(ceiling: Int?) {
        let limit = InFlightLimit(ceiling: ceiling)
        self.gate = Gate(limit: limit.limit)
        self.limit = Mutex(limit)
    }

    /// Goes in, waiting for a place if need be. Every `enter` that returns needs a `leave`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
    func enter() async throws { try await self.gate.enter() }

    /// Goes out, after telling how the servers answered.
    func leave(_ answer: InFlightLimit.Answer) {
        let (before, after) = self.limit.withLock { limit in
            let before = limit.limit
            limit.note(answer)
            return (before, limit.limit)
        }
        if before != after { self.gate.setLimit(after) }
        self.gate.leave()
    }
}
