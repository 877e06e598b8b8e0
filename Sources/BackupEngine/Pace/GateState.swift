import DequeModule

/// Who is inside of a gate, and who waits in front of it. A pure value.
///
/// Nobody waits for room that is there: who finds room and no queue goes in at once, and whenever the queue or what is
/// inside becomes less, or the limit another, those at the front who have room now are let in.
struct GateState<Waiter> {
    /// What somebody who wants in shall do.
    enum Verdict: Hashable, Sendable {
        /// Go in.
        case goIn
        /// Wait.
        case wait
        /// Give up: it was cancelled.
        case goAway
    }

    private var limit: Int
    /// The places that are taken.
    private var inside = 0
    private var waiting: Deque<(ticket: UInt64, places: Int, waiter: Waiter)> = []

    /// Creates a gate with so many places, at least one.
    init(limit: Int) { self.limit = max(1, limit) }

    /// Somebody wants in; who is to wait is put at the end of the queue.
    ///
    /// - Parameters:
    ///   - waiter: Who.
    ///   - ticket: Its number, with which it can give up.
    ///   - places: How many it takes; if that is more than there are, it is alone.
    ///   - isCancelled: Whether it has given up before.
    mutating func enter(_ waiter: Waiter, ticket: UInt64, places: Int = 1, isCancelled: Bool = false) -> Verdict {
        guard !isCancelled else { return .goAway }
        guard self.waiting.isEmpty, self.hasRoom(for: places) else {
            self.waiting.append((ticket, places, waiter))
            return .wait
        }
        self.inside += places
        return .goIn
    }

    /// Somebody goes out.
    ///
    /// - Returns: Who goes in now.
    mutating func leave(places: Int = 1) -> [Waiter] {
        self.inside -= places
        return self.admit()
    }

    /// Changes how many places there are.
    ///
    /// - Returns: Who goes in now.
    mutating func setLimit(_ limit: Int) -> [Waiter] {
        self.limit = max(1, limit)
        return self.admit()
    }

    /// Somebody gives up.
    ///
    /// - Returns: That one, and who stood behind it and goes in now; `nil` if it does not wait (any longer).
    mutating func cancel(ticket: UInt64) -> (cancelled: Waiter, admitted: [Waiter])? {
        guard let place = self.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        let cancelled = self.waiting.remove(at: place).waiter
        return (cancelled, self.admit())
    }

    private func hasRoom(for places: Int) -> Bool { self.inside == 0 || self.inside + places <= self.limit }

    private mutating func admit() -> [Waiter] {
        var admitted: [Waiter] = []
        while let next = self.waiting.first, self.hasRoom(for: next.places) {
            self.waiting.removeFirst()
            self.inside += next.places
            admitted.append(next.waiter)
        }
        return admitted
    }
}
