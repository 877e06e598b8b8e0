package import AerospikeProtocol

/// The partitions of a backup, and where in each of them it begins: all of them, those that options name, or what an
/// interrupted backup left over (`Spec/semantics.md` §A2, §A3).
package struct PartitionSelection: Hashable, Sendable {
    /// The partitions as the user gave them; a partition is in one of the filters at most. Several filters are scanned
    /// one by one, a single one is cut into pieces for the workers.
    package let filters: [ScanPiece]

    /// Creates a selection of filters, ordered by their first partition.
    ///
    /// - Returns: `nil` if a partition is in two of them.
    package init?(_ filters: [ScanPiece]) {
        let partitions = filters.flatMap { $0.starts.map(\.partition) }
        guard Set(partitions).count == partitions.count else { return nil }
        self.filters = filters.filter { !$0.starts.isEmpty }
            .sorted { ($0.starts.first?.partition.index ?? 0) < ($1.starts.first?.partition.index ?? 0) }
    }

    /// Creates a selection of one filter, such as what an earlier backup left over.
    package init(_ starts: [ScanStart]) {
        let filter = ScanPiece(starts)
        self.filters = filter.starts.isEmpty ? [] : [filter]
    }

    /// All partitions.
    package static let all = PartitionSelection(ScanPiece.all.starts)

    /// What lies behind a digest in the order of a whole backup: the rest of its partition, and all partitions with
    /// higher numbers.
    package init(after digest: Digest) {
        let next = digest.partition.index + 1
        let rest = ScanPiece(from: next, count: PartitionID.count - next)
        self.filters = [ScanPiece([ScanStart(after: digest)])] + (rest.starts.isEmpty ? [] : [rest])
    }

    /// Where the backup begins in each partition, in the order of partitions.
    package var starts: [ScanStart] { self.filters.flatMap(\.starts).sorted { $0.partition < $1.partition } }

    /// Divides the partitions among workers.
    ///
    /// - Parameter workers: The workers wanted.
    /// - Returns: The scans, and how many of them run at once.
    package func scans(workers: Int) -> (pieces: [ScanPiece], workers: Int) {
        guard self.filters.count == 1, let filter = self.filters.first else {
            return (self.filters, max(1, min(workers, self.filters.count)))
        }
        let pieces = filter.split(into: workers)
        return (pieces, pieces.count)
    }

    /// The original's warning if there is work for fewer workers than the user wants; `nil` if there is enough.
    package func warning(parallel: Int) -> String? {
        let (_, workers) = self.scans(workers: parallel)
        guard workers < parallel else { return nil }
        let limit =
            self.filters.count > 1
            ? "partition filters given (\(self.filters.count))"
            : "partitions being backed up (\(self.filters.first?.starts.count ?? 0))"
        return """
            Warning: --parallel \(parallel) is higher than the number of \(limit), \
            setting number of threads to \(workers).
            """
    }
}
