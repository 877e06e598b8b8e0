import DequeModule

/// Which names are being looked up, which have to wait for that, and who waits for each.
struct NameQueue<Waiter> {
    /// The most names looked up at the same time.
    let limit: Int
    private var running: Set<String> = []
    private var queue: Deque<String> = []
    /// Who waits for each name that is running or in the queue, with a number each.
    private var waiters: [String: [(number: UInt64, waiter: Waiter)]] = [:]

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Somebody wants to know a name's addresses.
    ///
    /// - Returns: Whether it is to be looked up now: it is not yet, and there are not too many others.
    mutating func wait(for name: String, number: UInt64, _ waiter: Waiter) -> Bool {
        let isNew = self.waiters[name] == nil
        self.waiters[name, default: []].append((number, waiter))
        guard isNew else { return false }
        guard self.running.count < self.limit else {
            self.queue.append(name)
            return false
        }
        self.running.insert(name)
        return true
    }

    /// A waiter gives up. A name that nobody waits for any longer leaves the queue; a lookup that has begun cannot be ended.
    ///
    /// - Returns: The waiter, unless it was told before.
    mutating func removeWaiter(number: UInt64, of name: String) -> Waiter? {
        guard let place = self.waiters[name]?.firstIndex(where: { $0.number == number }) else { return nil }
        let waiter = self.waiters[name]?.remove(at: place).waiter
        if self.waiters[name]?.isEmpty == true, !self.running.contains(name) {
            self.waiters[name] = nil
            self.queue.removeAll { $0 == name }
        }
        return waiter
    }

    /// A lookup has ended.
    ///
    /// - Returns: Who waited for it, and a name that is to be looked up now.
    mutating func end(_ name: String) -> (waiters: [Waiter], next: String?) {
        self.running.remove(name)
        let waiters = self.waiters.removeValue(forKey: name) ?? []
        let next = self.queue.popFirst()
        if let next { self.running.insert(next) }
        return (waiters.map(\.waiter), next)
    }
}
