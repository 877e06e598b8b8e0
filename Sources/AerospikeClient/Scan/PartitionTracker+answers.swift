public import AerospikeProtocol

extension PartitionTracker {
    /// Notes that a record has been handed over, so that a later round goes on behind it.
    ///
    /// Takes constant time and allocates nothing. A digest of a partition that is not asked for is ignored.
    ///
    /// - Parameters:
    ///   - digest: A digest that `expects` was asked about.
    ///   - number: The number of the assignment whose answer holds it.
    @inline(__always)
    public mutating func record(_ digest: Digest, of number: Int) {
        guard let place = self.place(of: digest.partition), self.entries[place].isAssigned(to: number) else { return }
        self.entries[place].digest = digest
        self.entries[place].hasDigest = true
        self.entries[place].isServed = true
        self.counts[Int(self.entries[place].assignment)] &+= 1
        self.hasProgress = true
    }

    /// Whether a record may be the next of its partition in the answer to an assignment: the node was asked for that
    /// partition, did not tell it unavailable since, and the digest is smaller than the last one (`Spec/wire-protocol.md`
    /// §11.2).
    ///
    /// If it is not, `objection` tells why.
    ///
    /// - Parameters:
    ///   - digest: The record's digest.
    ///   - number: The number of the assignment whose answer holds it.
    @inline(__always)
    public func expects(_ digest: Digest, of number: Int) -> Bool {
        guard let place = self.place(of: digest.partition), self.entries[place].isAssigned(to: number) else {
            return false
        }
        return !self.entries[place].hasDigest || digest < self.entries[place].digest
    }

    /// Why an answer that holds a record which is not expected cannot be believed.
    ///
    /// A record of a partition that was not asked of this node, or that the node told unavailable, is one whose digest was
    /// damaged on the way, or the number of the partition that was told was: nothing was noted of it, and it is read
    /// again. One that is out of order means that this digest or the one before is damaged.
    /// If it is the one before, records that were never read lie in front of where the partition is taken up again, so
    /// that the scan cannot go on.
    public func objection(to digest: Digest, of number: Int) -> AerospikeError {
        let partition = digest.partition
        guard let place = self.place(of: partition), self.entries[place].wasAssigned(to: number) else {
            return Self.notAskedFor(partition, "a record")
        }
        guard self.entries[place].phase == .assigned else { return Self.contradiction(partition) }
        let message = "the records of partition \(partition) came out of order, so that some may be missing"
        return AerospikeError(.disorderedReply, message, partition: partition)
    }

    private static func notAskedFor(_ partition: PartitionID, _ subject: String) -> AerospikeError {
        let message = "the answer holds \(subject) of partition \(partition), which was not asked for"
        return AerospikeError(.badReply, message, partition: partition)
    }

    /// A node looks whether it has a partition before it reads it, and not again: it tells one unavailable or sends records
    /// of it (`Spec/wire-protocol.md` §11.2).
    private static func contradiction(_ partition: PartitionID) -> AerospikeError {
        let message = "the answer tells partition \(partition) unavailable and holds records of it"
        return AerospikeError(.badReply, message, partition: partition)
    }

    /// Notes that a node could not serve a partition: the next round asks for another copy.
    ///
    /// - Parameter number: The number of the assignment whose answer says so.
    /// - Returns: Why the answer cannot be believed, if the partition was not asked of that node, or records of it came:
    ///   which one is meant is unknown then, and it would count as complete.
    public mutating func partitionUnavailable(
        _ partition: PartitionID,
        _ resultCode: ResultCode,
        of number: Int
    ) -> AerospikeError? {
        guard let place = self.place(of: partition), self.entries[place].wasAssigned(to: number) else {
            return Self.notAskedFor(partition, "the end")
        }
        guard self.entries[place].phase == .assigned else { return nil }
        guard !self.entries[place].isServed else { return Self.contradiction(partition) }
        self.setAside(place)
        guard self.unavailableRound != self.round else { return nil }
        self.unavailableRound = self.round
        let message = "partition \(partition) is unavailable"
        self.failures.append(AerospikeError(.server(resultCode), message, partition: partition))
        return nil
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
        self.entries[place].phase = .setAside
        self.entries[place].replica = (self.entries[place].replica &+ 1) & 0x7F
    }

    private func places(of assignment: ScanAssignment) -> [Int] {
        self.entries.indices.filter { place in
            self.entries[place].isAssigned(to: assignment.number)
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
