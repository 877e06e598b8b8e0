import Synchronization

/// How many rows of a batch the servers take, as far as their refusals told (`batch-max-requests`, result 151).
final class AcceptedBatchSize: Sendable {
    private let limit = Atomic(Int.max)

    /// The most rows of a batch.
    var rows: Int { self.limit.load(ordering: .relaxed) }

    /// Notes that no more rows were taken.
    func lower(to rows: Int) { _ = self.limit.min(rows, ordering: .relaxed) }
}
