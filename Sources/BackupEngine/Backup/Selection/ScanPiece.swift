package import AerospikeProtocol

/// The partitions that one scan reads, each at most once.
package struct ScanPiece: Hashable, Sendable, CustomStringConvertible {
    /// Where the scan begins in each of the partitions, in their order.
    package let starts: [ScanStart]

    /// Creates a piece.
    ///
    /// - Parameter starts: The partitions in any order; of those that are there twice the first one counts.
    package init(_ starts: [ScanStart]) {
        var seen = Set<PartitionID>()
        self.starts = starts.filter { seen.insert($0.partition).inserted }.sorted { $0.partition < $1.partition }
    }

    /// Creates a piece of consecutive partitions, each from its start.
    ///
    /// - Parameters:
    ///   - begin: The first partition.
    ///   - count: The number of partitions; those behind the last one of a namespace are left out.
    package init(from begin: Int, count: Int) {
        self.init(PartitionID.all.dropFirst(begin).prefix(count).map { ScanStart($0) })
    }

    /// All partitions.
    package static let all = ScanPiece(from: 0, count: PartitionID.count)

    /// The partitions to be read from their start.
    package var partitions: [PartitionID] { self.starts.filter { $0.after == nil }.map(\.partition) }

    /// The digests behind which other partitions are to be read.
    package var resumeAfter: [Digest] { self.starts.compactMap(\.after) }

    /// Cuts the piece into pieces of almost equal size, as the original does (`Spec/semantics.md` §A2).
    ///
    /// - Parameter pieces: The number of pieces wanted; at least 1 results, and never more than there are partitions.
    package func split(into pieces: Int) -> [ScanPiece] {
        let count = self.starts.count
        let pieces = max(1, min(pieces, count))
        return (0..<pieces).map { piece in
            ScanPiece(Array(self.starts[(count * piece / pieces)..<(count * (piece + 1) / pieces)]))
        }
    }

    /// The words of the original's messages (`Spec/cli.md` §5).
    package var description: String {
        guard let first = self.starts.first, let last = self.starts.last else { return "no partitions" }
        guard self.starts.count == 1 else {
            return "\(self.starts.count) partitions from \(first.partition) to \(last.partition)"
        }
        guard let digest = first.after else { return "partition \(first.partition)" }
        return "partition \(first.partition) after \(Base64.encode(digest.bytes))"
    }
}
