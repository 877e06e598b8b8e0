import Synchronization

/// Gives out a list of things to do, each once, to whoever asks next.
final class WorkQueue<Item: Sendable>: Sendable {
    private let items: [Item]
    private let taken = Atomic<Int>(0)

    /// Creates a queue.
    init(_ items: [Item]) { self.items = items }

    /// The next thing to do; `nil` if everything was given out.
    func next() -> Item? {
        let place = self.taken.add(1, ordering: .relaxed).oldValue
        return place < self.items.count ? self.items[place] : nil
    }
}
