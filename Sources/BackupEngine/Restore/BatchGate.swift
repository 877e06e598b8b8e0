import Synchronization

/// Lets as many batches pass at once as the servers take without strain.
final class BatchGate: Sendable {
    private struct State {
        var limit: InFlightLimit
        /// Whether a part of the restore failed, so that no more batches are to be sent.
        var isClosing = false
    }

    private let gate: Gate
    private let state: Mutex<State>

    /// Creates a gate.
    ///
    /// - Parameter ceiling: The most batches in flight; `nil` if the user set none.
    init(ceiling: Int?) {
        let limit = InFlightLimit(ceiling: ceiling)
        self.gate = Gate(limit: limit.limit)
        self.state = Mutex(State(limit: limit))
    }

    /// Goes in, waiting for a place if need be. Every `enter` that returns needs a `leave`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
    func enter() async throws { try await self.gate.enter() }

    /// Goes out, after telling how the servers answered.
    func leave(_ answer: InFlightLimit.Answer) {
        self.state.withLock { state in
            guard !state.isClosing else { return }
            let before = state.limit.limit
            state.limit.note(answer)
            if state.limit.limit != before { self.gate.setLimit(state.limit.limit) }
        }
        self.gate.leave()
    }

    /// Waits until everything in flight is answered, so that a failure elsewhere leaves no records in doubt.
    ///
    /// Those who come in from now on come one at a time, and must not send anything.
    ///
    /// - Parameter limit: The longest to wait.
    func settle(within limit: Duration) async {
        self.state.withLock { state in
            state.isClosing = true
            // Of one place the next gets in when everybody else is out.
            self.gate.setLimit(1)
        }
        await withTaskGroup { group in
            group.addTask {
                guard (try? await self.gate.enter()) != nil else { return }
                self.gate.leave()
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
