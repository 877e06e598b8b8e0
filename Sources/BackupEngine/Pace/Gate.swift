import DequeModule
import Synchronization

/// Lets a limited number of jobs pass at once; the others wait in the order they came.
///
/// A job may take several places. One that takes more than there are goes in when nobody else is inside.
final class Gate: Sendable {
    private struct State {
        var limit: Int
        /// The places that are taken.
        var inside = 0
        var nextTicket: UInt64 = 0
        var waiting = Deque<Waiting>()

        func hasRoom(for places: Int) -> Bool { self.inside == 0 || self.inside + places <= self.limit }
    }

    private struct Waiting {
        let ticket: UInt64
        let places: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    /// Creates a gate for so many jobs, at least one.
    init(limit: Int) { self.state = Mutex(State(limit: max(1, limit))) }

    /// Changes the number of jobs that may be inside at once.
    func setLimit(_ limit: Int) {
        let admitted = self.state.withLock { state in
            state.limit = max(1, limit)
            return Self.admit(&state)
        }
        for continuation in admitted { continuation.resume() }
    }

    /// Goes in, waiting for a place if need be. Every `enter` that returns needs a `leave` of as many places.
    ///
    /// - Parameter places: The places that the job takes, at least one.
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
    func enter(places: Int = 1) async throws {
        let ticket = self.state.withLock { state in
            state.nextTicket &+= 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isFree = self.state.withLock { state in
                    guard !Task.isCancelled, state.hasRoom(for: places), state.waiting.isEmpty else {
                        state.waiting.append(Waiting(ticket: ticket, places: places, continuation: continuation))
                        return false
                    }
                    state.inside += places
                    return true
                }
                if isFree { continuation.resume() } else if Task.isCancelled { self.cancel(ticket) }
            }
        } onCancel: {
            self.cancel(ticket)
        }
    }

    /// Goes out and lets the next ones in.
    ///
    /// - Parameter places: The places that the job took.
    func leave(places: Int = 1) {
        let admitted = self.state.withLock { state in
            state.inside -= places
            return Self.admit(&state)
        }
        for continuation in admitted { continuation.resume() }
    }

    private static func admit(_ state: inout State) -> [CheckedContinuation<Void, any Error>] {
        var admitted: [CheckedContinuation<Void, any Error>] = []
        while let next = state.waiting.first, state.hasRoom(for: next.places) {
            state.waiting.removeFirst()
            state.inside += next.places
            admitted.append(next.continuation)
        }
        return admitted
    }

    private func cancel(_ ticket: UInt64) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return state.waiting.remove(at: place).continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}
