package import AerospikeClient
package import AerospikeProtocol

/// How far each of the 4,096 partitions has come; those that nobody wants have no status.
package struct PartitionProgress: Hashable, Sendable {
    private var statuses: [PartitionStatus?] = Array(repeating: nil, count: PartitionID.count)

    /// Creates the progress of a backup that wants no partition.
    package init() {}

    /// Creates the progress of a backup that has not begun.
    package init(_ starts: [ScanStart]) {
        for start in starts { self[start.partition] = start.after.map { .incomplete(after: $0) } ?? .notStarted }
    }

    /// The status of a partition; `nil` if it is not wanted.
    package subscript(partition: PartitionID) -> PartitionStatus? {
        get { self.statuses[partition.index] }
        set { self.statuses[partition.index] = newValue }
    }

    /// The partitions wanted.
    package var wanted: [PartitionID] { PartitionID.all.filter { self[$0] != nil } }

    /// The partitions that are finished.
    package var complete: [PartitionID] {
        PartitionID.all.filter { partition in
            if case .complete = self[partition] { true } else { false }
        }
    }

    /// The partitions to be read from their start.
    package var notStarted: [PartitionID] { PartitionID.all.filter { self[$0] == .notStarted } }

    /// For partitions that were begun: the digest of the last record read, by partition.
    package var resumeAfter: [Digest] {
        PartitionID.all.compactMap { partition in
            if case .incomplete(let digest) = self[partition] { digest } else { nil }
        }
    }

    /// Where a continuation begins in the partitions that are not finished.
    package var unfinished: [ScanStart] {
        PartitionID.all.compactMap { partition in
            switch self[partition] {
            case nil, .complete: nil
            case .notStarted: ScanStart(partition)
            case .incomplete(let digest): ScanStart(after: digest)
            }
        }
    }

    /// Folds partitions in rising order into ranges.
    package static func ranges(of partitions: [PartitionID]) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for partition in partitions {
            if let last = ranges.last, last.upperBound == partition.index - 1 {
                ranges[ranges.count - 1] = last.lowerBound...partition.index
            } else {
                ranges.append(partition.index...partition.index)
            }
        }
        return ranges
    }
}
