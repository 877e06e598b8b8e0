import AerospikeLocalServer

/// A restore into a target that holds other records under the same keys, of lower, equal and higher generations.
struct PolicyTrial: Sendable, CustomStringConvertible {
    /// The records that the target holds before.
    let held: Range<Int>
    /// The records that are written once more in the source.
    let sourceRewrites: [Range<Int>]
    /// The records that are written once more in the target.
    let targetRewrites: [Range<Int>]

    /// Chooses.
    init(records: Int, using random: inout SeededGenerator) {
        self.held = Self.range(in: 0..<records, using: &random)
        self.sourceRewrites = (0..<3).map { _ in Self.range(in: 0..<records, using: &random) }
        self.targetRewrites = (0..<3).map { [held = self.held] _ in Self.range(in: held, using: &random) }
    }

    private static func range(in all: Range<Int>, using random: inout SeededGenerator) -> Range<Int> {
        let ends = (0..<2).map { _ in Int.random(in: all.lowerBound...all.upperBound, using: &random) }.sorted()
        return ends[0]..<ends[1]
    }

    /// What the target's records are made of: the same keys, other values, and more bins.
    func profile(of data: DataProfile) -> DataProfile {
        var profile = data
        profile.maximumBins += 2
        profile.maximumValue += 10
        return profile
    }

    /// The trial in words.
    var description: String {
        "target holds \(self.held), rewritten \(self.targetRewrites); source rewritten \(self.sourceRewrites)"
    }
}
