import AerospikeProtocol

/// Some of the 4096 partitions.
package struct PartitionSet: Hashable, Sendable {
    private var words = [UInt64](repeating: 0, count: PartitionID.count / UInt64.bitWidth)

    /// Creates an empty set.
    package init() {}

    /// The number of partitions in the set.
    package var count: Int { self.words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Adds a partition.
    @inline(__always)
    mutating func insert(_ partition: PartitionID) {
        let number = Int(partition.number)
        self.words[number / UInt64.bitWidth] |= 1 << (number % UInt64.bitWidth)
    }

    /// Adds the partitions of a range.
    package mutating func insert(_ range: PartitionRange) {
        for number in range.begin..<(range.begin + range.count) {
            if let partition = PartitionID(number) { self.insert(partition) }
        }
    }

    /// Adds all partitions of another set.
    mutating func formUnion(_ other: PartitionSet) {
        for index in self.words.indices { self.words[index] |= other.words[index] }
    }

    /// The first partition that is not in another set.
    package func first(notIn other: PartitionSet) -> Int? {
        for index in self.words.indices {
            let word = self.words[index] & ~other.words[index]
            if word != 0 { return index * UInt64.bitWidth + word.trailingZeroBitCount }
        }
        return nil
    }
}
