public import AerospikeProtocol

/// Plans the rounds of a partition scan and knows how far each partition has come (`Spec/wire-protocol.md` §11.3).
///
/// A round goes: `startRound`, then each assignment is asked of its node, `expects`, `record` and `partitionUnavailable`
/// for what the answers tell, `nodeFinished` or `nodeFailed` at the end of each, then `endRound`.
public struct PartitionTracker: Sendable {
    /// What a round's end means.
    public enum Outcome: Sendable {
        /// All partitions are finished, or the limit of records is reached.
        case done
        /// Partitions are left: the next round may start.
        case retry
        /// The scan cannot be finished; the error of the last failure.
        case failed(AerospikeError)
    }

    /// What is known of one partition.
    struct Entry: Sendable {
        enum Phase: UInt8, Sendable {
            case unwanted
            case wanted
            case assigned
            /// Not served in this round.
            case setAside
            case complete
        }

        var phase = Phase.unwanted
        var hasDigest = false
        /// Whether a record came from the assignment of this round.
        var isServed = false
        /// The copy to be asked for next.
        var replica: UInt8 = 0
        /// The assignment of this round.
        var assignment: UInt16 = 0
        var digest: Digest

        /// Whether an assignment of this round asks for the partition.
        @inline(__always)
        func isAssigned(to number: Int) -> Bool {
            self.phase == .assigned && self.assignment == UInt16(truncatingIfNeeded: number)
        }

        /// Whether an assignment of this round asked for the partition, served or not.
        func wasAssigned(to number: Int) -> Bool {
            (self.phase == .assigned || self.phase == .setAside) && Int(self.assignment) == number
        }
    }

    /// One entry for each partition from `firstPartition` on.
    var entries: [Entry]
    /// The lowest of the partitions wanted; 0 if there are none.
    public let firstPartition: Int
    /// The records received in this round, by assignment.
    var counts: [UInt64] = []
    /// The shares of the limit in this round, by assignment.
    var shares: [UInt64] = []
    /// Whether a record came or a partition was finished in this round.
    var hasProgress = false
    /// The last round in which an unavailable partition was noted among the failures.
    var unavailableRound = 0
    /// An error that no other round can mend.
    var fatalError: AerospikeError?
    /// The rounds without progress so far.
    var idleRounds = 0
    /// The most rounds without progress after the first.
    let maximumRetries: Int

    /// The records still wanted; `nil` without a limit.
    public internal(set) var remainingRecords: UInt64?
    /// The number of rounds started.
    public internal(set) var round = 0
    /// What went wrong in all rounds so far: in each round at most one error for each node that failed, one for
    /// partitions without a node, and one for partitions that were unavailable.
    public internal(set) var failures: [AerospikeError] = []

    /// Creates a tracker.
    ///
    /// - Parameters:
    ///   - partitions: The partitions wanted.
    ///   - resumeAfter: For partitions to be resumed: the digest of the last record of an earlier scan. Their partitions
    ///     are wanted whether they are in `partitions` or not.
    ///   - maximumRecords: The limit of records; 0 for none.
    ///   - maximumRetries: The most rounds after the first that bring neither a record nor a finished partition.
    public init(
        partitions: some Sequence<PartitionID>,
        resumeAfter: [Digest] = [],
        maximumRecords: UInt64 = 0,
        maximumRetries: Int = 5
    ) {
        let wanted = Array(partitions) + resumeAfter.map(\.partition)
        let first = wanted.min()?.index ?? 0
        let count = (wanted.max()?.index ?? -1) - first + 1
        self.firstPartition = first
        self.entries = Array(repeating: Entry(digest: Self.zero), count: max(count, 0))
        self.maximumRetries = maximumRetries
        self.remainingRecords = maximumRecords > 0 ? maximumRecords : nil
        for partition in wanted { self.entries[partition.index - first].phase = .wanted }
        for digest in resumeAfter { self.storeDigest(digest) }
    }

    private static let zero = Digest(set: [], keyType: .null, key: [])

    private mutating func storeDigest(_ digest: Digest) {
        let place = digest.partition.index - self.firstPartition
        self.entries[place].digest = digest
        self.entries[place].hasDigest = true
    }

    /// The entry's place for a partition; `nil` if it is not among those tracked.
    @inline(__always)
    func place(of partition: PartitionID) -> Int? {
        let place = partition.index &- self.firstPartition
        return place >= 0 && place < self.entries.count ? place : nil
    }

    /// How far the scan has come in a partition; `nil` if the partition is not wanted.
    public func status(of partition: PartitionID) -> PartitionStatus? {
        guard let place = self.place(of: partition) else { return nil }
        let entry = self.entries[place]
        switch entry.phase {
        case .unwanted: return nil
        case .complete: return .complete(last: entry.hasDigest ? entry.digest : nil)
        case .wanted, .assigned, .setAside: return entry.hasDigest ? .incomplete(after: entry.digest) : .notStarted
        }
    }

    /// The partitions wanted, in order.
    public var partitions: [PartitionID] {
        self.entries.indices.compactMap { place in
            self.entries[place].phase == .unwanted ? nil : PartitionID(self.firstPartition + place)
        }
    }

    /// Whether an error has come that no other node can mend: `endRound` will say so, and no more need be asked.
    public var hasFailed: Bool { self.fatalError != nil }

    /// Whether every partition is finished.
    public var isComplete: Bool {
        self.entries.allSatisfy { $0.phase == .unwanted || $0.phase == .complete }
    }
}
