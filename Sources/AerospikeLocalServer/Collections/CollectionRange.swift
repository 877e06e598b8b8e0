/// An index or rank range as clients give it, cut down to what a collection has.
struct CollectionRange: Equatable, Sendable {
    /// The first index or rank.
    var start: Int
    /// How many.
    var count: Int

    /// The range of `count` positions from `index`, which counts from the end when negative.
    ///
    /// - Parameters:
    ///   - total: The number of elements of the collection.
    ///   - isMultiple: Whether the operation takes ranges. If not, an index outside the collection has no range.
    init?(index: Int64, count: UInt64, total: Int, isMultiple: Bool) {
        let absolute = index < 0 ? index &+ Int64(total) : index
        if absolute >= 0 && absolute < Int64(total) {
            self.start = Int(absolute)
            self.count = Int(min(count, UInt64(total) - UInt64(absolute)))
        } else if !isMultiple {
            return nil
        } else if index >= 0 {
            self.start = total
            self.count = 0
        } else {
            let missing = absolute.magnitude
            self.start = 0
            self.count = missing < count ? Int(min(count - missing, UInt64(total))) : 0
        }
    }

    init(start: Int, count: Int) {
        self.start = start
        self.count = count
    }

    /// The positions of the range.
    var positions: Range<Int> { self.start..<(self.start + self.count) }

    /// The index and count that mean `index` and `count` from the position `anchor` on.
    static func relative(index: Int64, count: UInt64, anchor: Int) -> (index: Int64, count: UInt64) {
        let (sum, overflow) = index.addingReportingOverflow(Int64(anchor))
        let moved = overflow ? Int64.max : sum
        guard moved < 0 else { return (moved, count) }
        return (0, count > moved.magnitude ? count - moved.magnitude : 0)
    }
}
