/// Selects elements of an unordered list by rank, as the server does: with a heap, from the nearer end of the order.
///
/// Two things that clients can see follow from that: which of equal elements are taken, and that ranks taken from the low
/// end come back in descending order.
struct RankSelection: Sendable {
    private let elements: [PackedValue]
    /// Whether the least element is on top.
    private let isAscending: Bool
    private var heap: [Int]
    private var filled: Int

    /// Returns the positions of the elements with the given ranks, in the order in which the server returns them.
    static func positions(ranks: CollectionRange, in elements: [PackedValue]) -> [Int] {
        let tail = elements.count - ranks.start - ranks.count
        let isAscending = ranks.start <= tail
        var selection = RankSelection(elements, isAscending: isAscending)
        let popped = selection.pop(ranks.count + min(ranks.start, tail))
        return popped.suffix(ranks.count).reversed()
    }

    private init(_ elements: [PackedValue], isAscending: Bool) {
        self.elements = elements
        self.isAscending = isAscending
        self.heap = [Int](elements.indices)
        self.filled = elements.count
        for index in stride(from: elements.count / 2 - 1, through: 0, by: -1) { self.siftDown(index) }
    }

    private mutating func pop(_ count: Int) -> [Int] {
        var popped: [Int] = []
        for _ in 0..<min(count, self.filled) {
            popped.append(self.heap[0])
            self.filled -= 1
            self.heap[0] = self.heap[self.filled]
            self.siftDown(0)
        }
        return popped
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        while 2 * index + 1 < self.filled {
            let left = 2 * index + 1
            let right = left + 1
            let child = right < self.filled && self.isAbove(right, left) ? right : left
            guard self.isAbove(child, index) else { return }
            self.heap.swapAt(index, child)
            index = child
        }
    }

    /// Whether the element at one place of the heap must be above that at another; equal ones need not.
    private func isAbove(_ first: Int, _ second: Int) -> Bool {
        let relation = self.elements[self.heap[first]].relation(to: self.elements[self.heap[second]])
        return relation == (self.isAscending ? .less : .greater)
    }
}
