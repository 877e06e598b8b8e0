import AerospikeProtocol

extension ClusterModel {
    /// What is left to move of some partitions, in all clusters that are whole.
    func steps(of partitions: some Sequence<PartitionID>) -> [MigrationStep] {
        let formations = self.intactFormations
        return partitions.flatMap { partition in
            formations.flatMap { self.layout(of: partition, in: $0).steps }
        }
    }

    /// A step was done: who has what changes; nobody tells of it before `showMigrations`.
    mutating func finish(_ step: MigrationStep) {
        let index = step.partition.index
        switch step {
        case .merge(_, _, let target), .fill(_, _, let target):
            // Versions that were merged are parts of what the target has now: they are filled or dropped next.
            self.holders[index].divergent.remove(target)
            self.holders[index].complete.insert(target)
        case .drop(_, let node):
            self.holders[index].remove(node)
        }
    }

    /// Lets all nodes tell what migrations have done.
    mutating func showMigrations() {
        for formation in self.intactFormations {
            let told = formation.members.filter { self.members[$0]?.isBehind == false }
            let before = told.map { self.members[$0]?.view.ownership ?? [] }
            self.showPartitions(of: told, in: formation)
            for (number, ownership) in zip(told, before) { self.countMoves(of: number, since: ownership) }
        }
    }
}
