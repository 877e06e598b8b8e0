/// Where the values of a list that a client gives stand in the order of a collection's elements.
struct ItemMatches: Sendable {
    /// For each given value: the first rank that it has or would have, and the number of elements equal to it.
    let ranges: [CollectionRange]

    /// Looks up each value in sorted elements.
    init(_ items: [PackedValue], in sorted: [PackedValue]) {
        self.ranges = items.map { item in
            let start = sorted.lowerBound(of: item)
            let count = sorted[start...].prefix { $0.isEqual(to: item) }.count
            return CollectionRange(start: start, count: count)
        }
    }

    /// The ranks that some value has, each once, ascending.
    var ranks: [Int] { Set(self.ranges.flatMap(\.positions)).sorted() }

    /// The same, but with the ranks of a repeated value given to the last of its repetitions only.
    var withoutRepetitions: [CollectionRange] {
        self.ranges.indices.map { index in
            let range = self.ranges[index]
            let isRepeated = self.ranges[(index + 1)...].contains { $0.start == range.start && $0.count > 0 }
            return CollectionRange(start: range.start, count: isRepeated ? 0 : range.count)
        }
    }

    /// The result for return types that are ranks: the ranks of each value in turn or, when inverted, all others.
    func rankResult(_ result: CollectionResult) -> BinParticle {
        var integers: [Int64] = []
        guard result.isInverted else {
            for range in self.withoutRepetitions {
                for rank in range.positions { integers += result.block(CollectionRange(start: rank, count: 1)) }
            }
            return .packed(integers: integers)
        }
        var previous = 0
        for range in self.withoutRepetitions.sorted(by: { $0.start < $1.start }) where range.count > 0 {
            integers += result.block(CollectionRange(start: previous, count: range.start - previous))
            previous = range.start + range.count
        }
        return .packed(
            integers: integers + result.block(CollectionRange(start: previous, count: result.total - previous))
        )
    }
}
