import AerospikeProtocol

extension ClusterModel {
    /// Lets a node's scans be answered from the copies it has.
    mutating func showCopies(of number: Int) {
        var complete = PartitionBitmap.none
        for partition in PartitionID.all where self.holders[partition.index].complete.contains(number) {
            complete[partition] = true
        }
        self.members[number]?.view.complete = complete
    }

    /// Lets nodes tell how their formation stands: partition map, routes, transfers.
    mutating func showPartitions(of numbers: [Int], in formation: Formation) {
        let none = [PartitionBitmap](repeating: .none, count: formation.copies)
        var ownership = [[PartitionBitmap]](repeating: none, count: NodeSet.maximumNumber + 1)
        var counts = [MigrationCounts](repeating: MigrationCounts(), count: NodeSet.maximumNumber + 1)
        var routes: [PartitionRoute] = []
        routes.reserveCapacity(PartitionID.count)
        var isMigrating = false
        for partition in PartitionID.all {
            let layout = self.layout(of: partition, in: formation)
            routes.append(layout.route)
            for column in 0..<formation.copies { ownership[layout.holder(inColumn: column)][column][partition] = true }
            for step in layout.steps where step.isTransfer {
                isMigrating = true
                for source in step.sources.numbers { counts[source].outgoing += 1 }
                counts[step.target].incoming += 1
            }
        }
        for number in numbers {
            self.showCopies(of: number)
            self.members[number]?.view.ownership = ownership[number]
            self.members[number]?.view.routes = routes
            self.members[number]?.view.migrations.outgoing = counts[number].outgoing
            self.members[number]?.view.migrations.incoming = counts[number].incoming
            self.members[number]?.view.isMigrating = isMigrating
        }
    }

    /// Adds the bits of the partition map that have changed to a node's generation (`Spec/wire-protocol.md` §3.1).
    mutating func countMoves(of number: Int, since before: [PartitionBitmap]) {
        guard let after = self.members[number]?.view.ownership else { return }
        var moves = 0
        for column in 0..<max(before.count, after.count) {
            let old = column < before.count ? before[column] : .none
            let new = column < after.count ? after[column] : .none
            moves += new.differences(from: old)
        }
        self.members[number]?.view.partitionGeneration += moves
    }
}
