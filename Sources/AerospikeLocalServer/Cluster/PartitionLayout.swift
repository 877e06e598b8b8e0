import AerospikeProtocol

/// How a partition stands in a formation: who has it, who answers for it, and what is to move.
///
/// All of it follows from who is responsible and who has which copy, so there is nothing to keep in step.
struct PartitionLayout: Sendable {
    private let partition: PartitionID
    private let owners: ArraySlice<Int>
    private let complete: [Int]
    private let divergent: [Int]

    /// Creates the layout of a partition.
    ///
    /// - Parameters:
    ///   - partition: The partition.
    ///   - formation: Who is responsible.
    ///   - copy: What a node has of the partition.
    init(_ partition: PartitionID, in formation: Formation, copy: (Int) -> PartitionCopy) {
        let order = formation.order(of: partition)
        self.partition = partition
        self.owners = formation.owners(of: partition)
        self.complete = order.filter { copy($0) == .complete }
        self.divergent = order.filter { copy($0) == .divergent }
    }

    /// The node that answers for the partition: the first in order with a complete copy; the master if there is none.
    var workingMaster: Int { self.complete.first ?? self.owners.first ?? 0 }

    /// The node whose bit is set in each column of the partition maps, the masters' column first. A node whose replica is
    /// not complete is stood in for by the working master (`Spec/wire-protocol.md` §3.3).
    func holder(inColumn column: Int) -> Int {
        guard column > 0, self.owners.startIndex + column < self.owners.endIndex else { return self.workingMaster }
        let owner = self.owners[self.owners.startIndex + column]
        return self.complete.contains(owner) ? owner : self.workingMaster
    }

    /// Where commands go.
    var route: PartitionRoute {
        let master = self.workingMaster
        return PartitionRoute(
            master: master,
            replicas: NodeSet(self.owners.filter { $0 != master }),
            versions: NodeSet(self.complete.isEmpty ? self.divergent.filter { $0 != master } : [])
        )
    }

    /// What is left to move, in order: the master gets everything, then the replicas, then the others forget.
    var steps: [MigrationStep] {
        guard let master = self.owners.first else { return [] }
        var steps: [MigrationStep] = []
        if let source = self.complete.first {
            if source != master { steps.append(.fill(self.partition, from: source, into: master)) }
        } else {
            let others = NodeSet(self.divergent.filter { $0 != master })
            steps.append(.merge(self.partition, from: others, into: master))
        }
        for replica in self.owners.dropFirst() where !self.complete.contains(replica) {
            steps.append(.fill(self.partition, from: master, into: replica))
        }
        for holder in self.complete + self.divergent where !self.owners.contains(holder) {
            steps.append(.drop(self.partition, on: holder))
        }
        return steps
    }
}
