import DequeModule
import NIOCore

/// Which connections of a pool are idle, how many are in use, and who waits for one.
struct PoolState<Element, Waiter> {
    /// What somebody who wants a connection shall do.
    enum LeaseAction {
        /// Take this one if it still lives, else ask again.
        case use(Element)
        /// Open one.
        case open
        /// Wait.
        case wait
        /// Give up: the pool is closed.
        case refuse
    }

    /// What to do with a connection that comes back.
    enum ReturnAction {
        /// It stays here.
        case keep
        /// Close it if it is one; nobody waits.
        case drop(Element?)
        /// Give it, or the right to open one, to who has waited longest.
        case handOver(Waiter, Element?)
    }

    /// The most connections in use and idle.
    let limit: Int
    /// Idle connections; the one used last is taken first, so that the others may age.
    private var idle: [(element: Element, since: NIODeadline)] = []
    /// Connections in use or being opened.
    private(set) var inUse = 0
    private var waiters: Deque<(number: UInt64, waiter: Waiter)> = []
    private var isClosed = false

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Somebody wants a connection.
    mutating func lease() -> LeaseAction {
        guard !self.isClosed else { return .refuse }
        if let newest = self.idle.popLast() {
            self.inUse += 1
            return .use(newest.element)
        }
        guard self.inUse < self.limit else { return .wait }
        self.inUse += 1
        return .open
    }

    /// Who is to wait is put at the end of the queue, unless a connection came free meanwhile.
    mutating func enqueue(_ waiter: Waiter, number: UInt64) -> LeaseAction {
        let action = self.lease()
        if case .wait = action { self.waiters.append((number, waiter)) }
        return action
    }

    /// A waiter gives up.
    mutating func removeWaiter(number: UInt64) -> Waiter? {
        guard let place = self.waiters.firstIndex(where: { $0.number == number }) else { return nil }
        return self.waiters.remove(at: place).waiter
    }

    /// A connection comes back; `nil` if it was closed or could not be opened.
    ///
    /// - Parameters:
    ///   - element: The connection.
    ///   - now: The moment.
    mutating func giveBack(_ element: Element?, at now: NIODeadline) -> ReturnAction {
        if let next = self.waiters.popFirst() { return .handOver(next.waiter, element) }
        self.inUse -= 1
        guard let element, !self.isClosed else { return .drop(element) }
        self.idle.append((element, now))
        return .keep
    }

    /// Takes out the connections that have lain idle since a moment or longer; who gets them closes them.
    mutating func removeIdle(since moment: NIODeadline) -> [Element] {
        let old = self.idle.prefix { $0.since <= moment }.map(\.element)
        self.idle.removeFirst(old.count)
        return old
    }

    /// Closes the pool; connections in use are dropped when they come back.
    mutating func close() -> (idle: [Element], waiters: [Waiter]) {
        defer {
            self.idle = []
            self.waiters = []
        }
        self.isClosed = true
        return (self.idle.map(\.element), self.waiters.map(\.waiter))
    }
}
