import AerospikeLocalServer

/// Records that are written while a backup runs: each of them may be in it as it was or as it is then.
struct ConcurrentWrites: Sendable, CustomStringConvertible {
    /// The number of records of a write.
    static let step = 20

    /// The numbers of the records; those behind the last one of the data are new.
    let numbers: Range<Int>

    /// Chooses.
    init(records: Int, using random: inout SeededGenerator) {
        let first = Int.random(in: 0...records, using: &random)
        self.numbers = first..<(first + Int.random(in: 1...(records / 2 + 20), using: &random))
    }

    /// What they are made of: the same keys with other values.
    func profile(of data: DataProfile) -> DataProfile {
        var profile = data
        profile.maximumValue += 10
        return profile
    }

    /// The writes in words.
    var description: String { "writes of \(self.numbers)" }
}
