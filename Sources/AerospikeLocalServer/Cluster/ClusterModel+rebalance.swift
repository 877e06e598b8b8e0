import AerospikeProtocol

extension ClusterModel {
    /// Forms the clusters anew that are not what they were, and lets nodes take in what they belong to.
    ///
    /// - Parameter chosen: The nodes that take it in now; the others go on telling what they told. `nil` for all.
    mutating func rebalance(only chosen: Set<Int>? = nil) {
        for group in self.groups {
            if self.isOutdated(group) {
                self.form(group)
            } else {
                self.calmDown(group)
            }
        }
        for formation in self.intactFormations {
            self.takeIn(
                formation,
                nodes: formation.members.filter { number in
                    self.members[number]?.isBehind == true && (chosen?.contains(number) ?? true)
                }
            )
        }
    }

    /// A change that was undone before anything came of it is forgotten.
    private mutating func calmDown(_ group: [Int]) {
        for number in group where self.members[number]?.isBehind == false {
            self.members[number]?.view.phase = .settled
        }
    }

    private mutating func form(_ group: [Int]) {
        let candidates = group.compactMap { self.members[$0]?.candidate }
        let formation = Formation(
            key: self.nextKey(),
            candidates: candidates,
            replicationFactor: self.replicationFactor
        )
        let origins = Dictionary(grouping: group) { self.members[$0]?.formation }
        let parts = origins.filter { $0.key != nil }.map { NodeSet($0.value) }
        for partition in PartitionID.all { self.settleCopies(of: partition, in: formation, from: parts) }
        for number in group {
            self.members[number]?.formation = formation.key
            self.members[number]?.isBehind = true
            self.showCopies(of: number)
        }
        self.formations[formation.key] = formation
        let keys = Set(self.members.values.compactMap(\.formation))
        self.formations = self.formations.filter { keys.contains($0.key) }
    }

    /// Copies from clusters that went their own ways have to be merged. Of a partition that nobody has the master
    /// gets an empty copy that is as good as any: it answers without an error (`Spec/wire-protocol.md` §21.2).
    private mutating func settleCopies(of partition: PartitionID, in formation: Formation, from parts: [NodeSet]) {
        var holders = self.holders[partition.index]
        let present = holders.complete.union(holders.divergent).intersection(formation.nodes)
        if present.isEmpty {
            // At the very beginning the replicas' empty copies are complete too.
            let owners = parts.isEmpty ? formation.owners(of: partition) : formation.owners(of: partition).prefix(1)
            for owner in owners { holders.complete.insert(owner) }
        } else {
            var versions = 0
            for part in parts where !part.intersection(present).isEmpty { versions += 1 }
            guard versions > 1 else { return }
            holders.complete = holders.complete.subtracting(present)
            holders.divergent = holders.divergent.union(present)
        }
        self.holders[partition.index] = holders
    }

    private mutating func takeIn(_ formation: Formation, nodes: [Int]) {
        guard !nodes.isEmpty else { return }
        let before = nodes.map { self.members[$0]?.view }
        self.showPartitions(of: nodes, in: formation)
        for (number, view) in zip(nodes, before) {
            guard let view else { continue }
            self.takeIn(formation, by: number)
            self.members[number]?.view.migrations.startOver()
            if view.phase != .joining { self.countMoves(of: number, since: view.ownership) }
        }
    }

    private mutating func takeIn(_ formation: Formation, by number: Int) {
        guard var view = self.members[number]?.view else { return }
        let others = formation.members.filter { $0 != number }.compactMap { self.members[$0]?.identity }
        view.peers = others.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }
        view.peersGeneration = view.phase == .joining ? formation.members.count + 1 : view.peersGeneration + 1
        view.rebalanceGeneration += 1
        view.partitionGeneration += 1
        view.clusterKey = formation.key
        view.phase = .settled
        self.members[number]?.view = view
        self.members[number]?.isBehind = false
    }
}
