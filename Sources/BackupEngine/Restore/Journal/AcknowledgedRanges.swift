/// The parts of a file's text that are done with: every record in them is acknowledged by the servers, or was left out
/// on purpose. A pure value: offsets are in bytes of plain text, between blocks (`Spec/restore-journal.md`).
struct AcknowledgedRanges: Hashable, Sendable {
    /// The ranges in order; none is empty, and no two touch each other.
    private(set) var ranges: [Range<UInt64>] = []

    /// Creates an empty set.
    init() {}

    /// Creates a set of ranges in any order, overlapping or not. They are sorted once: to insert hundreds of thousands one by
    /// one would take time that grows by the square.
    init(_ ranges: some Sequence<Range<UInt64>>) {
        for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// Adds ranges in any order: one by one where they are few, as they are of a piece of a file, else all at once.
    mutating func insert(_ ranges: [Range<UInt64>]) {
        if ranges.count <= Self.few {
            for range in ranges { self.insert(range) }
        } else {
            self = AcknowledgedRanges(self.ranges + ranges)
        }
    }

    /// So many ranges are inserted one by one.
    private static let few = 16

    /// Whether nothing is done.
    var isEmpty: Bool { self.ranges.isEmpty }

    /// Adds a range.
    mutating func insert(_ range: Range<UInt64>) {
        guard !range.isEmpty else { return }
        // Those that overlap or touch the new one stand in a row, and become one with it.
        let first = self.index { $0.upperBound >= range.lowerBound }
        let end = self.index { $0.lowerBound > range.upperBound }
        guard first < end else {
            self.ranges.insert(range, at: first)
            return
        }
        let lower = min(range.lowerBound, self.ranges[first].lowerBound)
        let upper = max(range.upperBound, self.ranges[end - 1].upperBound)
        self.ranges.replaceSubrange(first..<end, with: CollectionOfOne(lower..<upper))
    }

    /// The end of the range that holds a byte; `nil` if the byte is not done.
    func end(of byte: UInt64) -> UInt64? {
        let index = self.index { $0.upperBound > byte }
        guard index < self.ranges.count, self.ranges[index].contains(byte) else { return nil }
        return self.ranges[index].upperBound
    }

    /// Where the first range behind a byte begins; `nil` if there is none.
    func start(behind byte: UInt64) -> UInt64? {
        let index = self.index { $0.lowerBound > byte }
        return index < self.ranges.count ? self.ranges[index].lowerBound : nil
    }

    /// The first range for which `isBehind` is true; it must be for all later ones.
    private func index(where isBehind: (Range<UInt64>) -> Bool) -> Int {
        var low = 0
        var high = self.ranges.count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self.ranges[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
