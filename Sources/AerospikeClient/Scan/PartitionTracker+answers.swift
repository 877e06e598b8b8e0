public import AerospikeProtocol

extension PartitionTracker {
    /// Notes that a record has been handed over, so that a later round goes on behind it.
    ///
    /// Takes constant time and allocates nothing. A digest of a partition that is not asked for is ignored.
    @inline(__always)
    public mutating func record(_ digest: Digest) {
        guard let place = self.place(of: digest.partition), self.entries[place].phase == .assigned else { return }
        self.entries[place].digest = digest
        self.entries[place].hasDigest = true
        self.counts[Int(self.entries[place].assignment)] &+= 1
        self.hasProgress = true
    }

    /// Whether a record is of a partition that was asked for in this round and not told unavailable since.
    ///
    /// Any other would come twice: from whoever is asked for its partition.
    @inline(__always)
    public func expects(_ digest: Digest) -> Bool {
        guard let place = self.place(of: digest.partition) else { return false }
        return self.entries[place].phase == .assigned
    }

    /// Notes that a node could not serve a partition: the next round asks for another copy.
    public mutating func partitionUnavailable(_ partition: PartitionID, _ resultCode: ResultCode) {
        guard let place = self.place(of: partition), self.entries[place].phase == .assigned else { return }
        self.setAside(place)
        guard self.unavailableRound != self.round else { return }
        self.unavailableRound = self.round
        let message = "partition \(partition) is unavailable"
        self.failures.append(AerospikeError(.server(resultCode), message, partition: partition))
    }

    /// Notes that a node's answer is complete: the partitions not told unavailable are finished.
    ///
    /// If the node reached its share of the limit its partitions stay unfinished, as there may be more in them.
    public mutating func nodeFinished(_ assignment: ScanAssignment) {
        let share = self.shares[assignment.number]
        if share > 0, self.counts[assignment.number] >= share { return }
        for place in self.places(of: assignment) {
            self.entries[place].phase = .complete
            self.hasProgress = true
        }
    }

    /// Notes that a node failed: the next round asks for other copies of its partitions.
    ///
    /// An error that another copy cannot mend ends the scan with this round (`Spec/wire-protocol.md` §11.3, step 6).
    public mutating func nodeFailed(_ assignment: ScanAssignment, _ error: AerospikeError) {
        self.failures.append(error)
        guard Self.isWorthRetrying(error) else {
            self.fatalError = self.fatalError ?? error
            return
        }
        for place in self.places(of: assignment) { self.setAside(place) }
    }

    private mutating func setAside(_ place: Int) {
        self.entries[place].phase = .wanted
        self.entries[place].replica = (self.entries[place].replica &+ 1) & 0x7F
    }

    private func places(of assignment: ScanAssignment) -> [Int] {
        self.entries.indices.filter { place in
            self.entries[place].phase == .assigned && Int(self.entries[place].assignment) == assignment.number
        }
    }

    /// Results that another copy, or the same one a little later, may not give. The original knows 9, 11, 201 and 203.
    private static let mendable: Set<ResultCode> = [
        .serverError, .clusterKeyMismatch, .timeout, .partitionUnavailable, .keyBusy, .deviceOverload, .forbidden,
        .batchQueuesFull, .indexNotFound, .indexNotReadable, ResultCode(rawValue: 83),
    ]

    private static func isWorthRetrying(_ error: AerospikeError) -> Bool {
        if error.code.isConnectionFault || error.code == .badReply { return true }
        return error.resultCode.map(self.mendable.contains) ?? false
    }
}
