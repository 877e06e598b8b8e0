import AerospikeProtocol

/// How a partition stands in a formation: who has it, who answers for it, and what is to move.
///
/// All of it follows from who is responsible and who has which copy, so there is nothing to keep in step.
struct PartitionLayout: Sendable {
    private let partition: PartitionID
    private let owners: ArraySlice<Int>
    private let holders: PartitionHolders

    /// The node that answers for the partition: the first in order with a complete copy; the master if there is none.
    let workingMaster: Int

    /// Creates the layout of a partition.
    ///
    /// - Parameters:
    ///   - partition: The partition.
    ///   - formation: Who is responsible.
    ///   - holders: Who has what; only nodes of the formation count.
    init(_ partition: PartitionID, in formation: Formation, holders: PartitionHolders) {
        let order = formation.order(of: partition)
        let complete = holders.complete.intersection(formation.nodes)
        self.partition = partition
        self.owners = formation.owners(of: partition)
        self.holders = PartitionHolders(
            complete: complete,
            divergent: holders.divergent.intersection(formation.nodes)
        )
        var workingMaster = order.first ?? 0
        for number in order where complete.contains(number) {
            workingMaster = number
            break
        }
        self.workingMaster = workingMaster
    }

    /// The node whose bit is set in each column of the partition maps, the masters' column first. A node whose replica is
    /// not complete is stood in for by the working master (`Spec/wire-protocol.md` §3.3).
    func holder(inColumn column: Int) -> Int {
        guard column > 0, self.owners.startIndex + column < self.owners.endIndex else { return self.workingMaster }
        let owner = self.owners[self.owners.startIndex + column]
        return self.holders.complete.contains(owner) ? owner : self.workingMaster
    }

    /// Where commands go.
    var route: PartitionRoute {
        var replicas = NodeSet()
        for owner in self.owners where owner != self.workingMaster { replicas.insert(owner) }
        var versions = self.holders.complete.isEmpty ? self.holders.divergent : NodeSet()
        versions.remove(self.workingMaster)
        return PartitionRoute(master: self.workingMaster, replicas: replicas, versions: versions)
    }

    /// What is left to move, in order: the master gets everything, then the replicas, then the others forget.
    var steps: [MigrationStep] {
        var rest = self.holders.complete.union(self.holders.divergent)
        var isSettled = self.holders.divergent.isEmpty
        for owner in self.owners {
            if !self.holders.complete.contains(owner) { isSettled = false }
            rest.remove(owner)
        }
        guard let master = self.owners.first, !isSettled || !rest.isEmpty else { return [] }
        var steps: [MigrationStep] = []
        if self.holders.complete.isEmpty {
            let others = self.holders.divergent.subtracting(NodeSet([master]))
            steps.append(.merge(self.partition, from: others, into: master))
        } else if self.workingMaster != master {
            steps.append(.fill(self.partition, from: self.workingMaster, into: master))
        }
        for replica in self.owners.dropFirst() where !self.holders.complete.contains(replica) {
            steps.append(.fill(self.partition, from: master, into: replica))
        }
        for holder in rest.numbers { steps.append(.drop(self.partition, on: holder)) }
        return steps
    }
}
