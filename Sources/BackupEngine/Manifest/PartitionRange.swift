/// A range of partitions that one scan reads.
package struct PartitionRange: Hashable, Sendable, CustomStringConvertible {
    /// The first partition.
    package var begin: Int
    /// The number of partitions, at least 1.
    package var count: Int

    /// Creates a range.
    package init(begin: Int, count: Int) {
        self.begin = begin
        self.count = count
    }

    /// All partitions.
    package static let all = PartitionRange(begin: 0, count: 4096)

    /// Cuts the range into pieces of almost equal size, as the original does (`Spec/semantics.md` §A2).
    ///
    /// - Parameter pieces: The number of pieces wanted, at least 1; never more than there are partitions.
    package func split(into pieces: Int) -> [PartitionRange] {
        let pieces = max(1, min(pieces, self.count))
        return (0..<pieces).map { piece in
            let begin = self.begin + self.count * piece / pieces
            let end = self.begin + self.count * (piece + 1) / pieces
            return PartitionRange(begin: begin, count: end - begin)
        }
    }

    /// The words of the original's messages (`Spec/cli.md` §5).
    package var description: String {
        guard self.count != 1 else { return "partition \(self.begin)" }
        return "\(self.count) partitions from \(self.begin) to \(self.begin + self.count - 1)"
    }
}
