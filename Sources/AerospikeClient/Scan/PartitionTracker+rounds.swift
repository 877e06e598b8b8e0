import AerospikeProtocol

extension PartitionTracker {
    /// Starts a round: groups the unfinished partitions by the nodes that are to be asked.
    ///
    /// A partition without an active node counts as unavailable in this round.
    ///
    /// - Returns: One assignment for each node, by node id.
    public mutating func startRound(_ map: PartitionMap) -> [ScanAssignment] {
        self.round += 1
        self.hasProgress = false
        let groups = self.groupByNode(map)
        self.counts = Array(repeating: 0, count: groups.count)
        self.shares = Self.shares(of: self.remainingRecords, count: groups.count)
        return groups.enumerated().map { number, group in self.assignment(number, of: group) }
    }

    private typealias Group = (node: Node, places: [Int])

    private mutating func groupByNode(_ map: PartitionMap) -> [Group] {
        var groups: [String: Group] = [:]
        var orphans: [PartitionID] = []
        for place in self.entries.indices where self.entries[place].phase == .wanted {
            let partition = PartitionID(truncating: UInt16(truncatingIfNeeded: self.firstPartition &+ place))
            guard let (node, replica) = map.firstNode(for: partition, from: Int(self.entries[place].replica)) else {
                orphans.append(partition)
                continue
            }
            self.entries[place].replica = UInt8(truncatingIfNeeded: replica % max(1, map.replicationFactor))
            groups[node.id, default: (node, [])].places.append(place)
        }
        self.noteOrphans(orphans, of: map)
        return groups.values.sorted { $0.node.id < $1.node.id }
    }

    private mutating func noteOrphans(_ orphans: [PartitionID], of map: PartitionMap) {
        guard let first = orphans.first else { return }
        let message = "\(orphans.count) partition(s) of namespace '\(map.namespace)' have no active node"
        self.failures.append(AerospikeError(.invalidNode, message, partition: first))
    }

    private mutating func assignment(_ number: Int, of group: Group) -> ScanAssignment {
        var partitions: [PartitionID] = []
        var digests: [Digest] = []
        for place in group.places {
            self.entries[place].phase = .assigned
            self.entries[place].isServed = false
            self.entries[place].assignment = UInt16(truncatingIfNeeded: number)
            if self.entries[place].hasDigest {
                digests.append(self.entries[place].digest)
            } else {
                partitions.append(PartitionID(truncating: UInt16(truncatingIfNeeded: self.firstPartition &+ place)))
            }
        }
        return ScanAssignment(
            node: group.node,
            partitions: partitions,
            resumeAfter: digests,
            maximumRecords: self.shares[number],
            number: number
        )
    }

    /// Divides the limit among nodes, the remainder to the first; each gets at least 1. All 0 without a limit.
    private static func shares(of limit: UInt64?, count: Int) -> [UInt64] {
        guard let limit, count > 0 else { return Array(repeating: 0, count: count) }
        let share = limit / UInt64(count)
        let remainder = limit % UInt64(count)
        return (0..<UInt64(count)).map { max(1, share + ($0 < remainder ? 1 : 0)) }
    }

    /// Ends a round.
    ///
    /// - Returns: Whether the scan is done, needs another round, or cannot be finished.
    public mutating func endRound() -> Outcome {
        let delivered = self.counts.reduce(0, &+)
        if let limit = self.remainingRecords { self.remainingRecords = limit - min(limit, delivered) }
        for place in self.entries.indices {
            switch self.entries[place].phase {
            case .assigned, .setAside: self.entries[place].phase = .wanted
            case .unwanted, .wanted, .complete: break
            }
        }
        if let fatalError { return .failed(fatalError) }
        if self.isComplete || self.remainingRecords == 0 { return .done }
        self.idleRounds = self.hasProgress ? 0 : self.idleRounds + 1
        guard self.idleRounds > self.maximumRetries else { return .retry }
        return .failed(self.exhaustion)
    }

    /// How long to wait before the next round: not at all after a round that achieved something, else ever longer.
    ///
    /// Nodes that have just been merged answer "unavailable" for about a second (`Spec/wire-protocol.md` §21.5): without
    /// a pause all rounds would be used up before.
    public var pause: Duration {
        guard self.idleRounds > 0 else { return .zero }
        return min(.milliseconds(50 << min(self.idleRounds, 10)), .seconds(2))
    }

    /// Why a scan ends that may take no longer: the last failure, with the number of rounds.
    public var timeout: AerospikeError {
        var error = self.exhaustion
        error.message = "no time is left (--total-timeout), \(error.message)"
        return error
    }

    /// The last failure, with the number of rounds.
    private var exhaustion: AerospikeError {
        var error =
            self.failures.last
            ?? AerospikeError(.unavailable, "partitions stay unfinished without an error from a node")
        error.message = "giving up after \(self.round) rounds: \(error.message)"
        return error
    }
}
