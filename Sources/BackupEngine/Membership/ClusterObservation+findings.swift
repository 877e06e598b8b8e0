import AerospikeClient

extension ClusterObservation {
    /// What makes this cluster doubtful, looked at by itself (`Spec/wire-protocol.md` §21).
    ///
    /// - Parameter expectedSize: The number of nodes that the user asked for; `nil` if none.
    func findings(expectedSize: Int?) -> [ClusterFinding] {
        var findings: [ClusterFinding] = []
        if let expectedSize, self.size < expectedSize {
            let message = "the cluster has \(self.size) node(s) that are sure, \(expectedSize) were asked for"
            findings.append(ClusterFinding(.tooSmall, message))
        }
        if self.statements.isEmpty {
            findings.append(ClusterFinding(.unknown, "no node answers what cluster it is in"))
        }
        if !self.silent.isEmpty {
            findings.append(ClusterFinding(.silent, "no answer from node \(self.silent.joined(separator: ", "))"))
        }
        findings += self.strays.map { ClusterFinding(.stray, Self.message($0)) }
        let unreached = self.unreached
        findings += [self.mute, unreached, self.division].compactMap(\.self)
        // Which node a list has in excess is told already if it could not be reached.
        for statement in self.statements where unreached == nil { findings += Self.excess(statement) }
        for statement in self.statements { findings += Self.findings(statement) }
        if self.migrations > 0 {
            let message = "\(self.migrations) migration(s) of partitions are not over: copies may be incomplete"
            findings.append(ClusterFinding(.migrating, message))
        }
        return findings
    }

    /// Nodes that answer, but not the question which cluster they are in: whether they were cut off nobody knows.
    private var mute: ClusterFinding? {
        let ids = self.statements.filter { !$0.isTelling }.map(\.nodeID)
        guard !ids.isEmpty else { return nil }
        return ClusterFinding(.mute, "which cluster it is in is not told by node \(Self.list(ids))")
    }

    /// Nodes that others know, by id or only by their number, and that never joined, so that nobody asked them.
    private var unreached: ClusterFinding? {
        let known = Set(self.nodes + self.silent)
        let strangers = Set(self.statements.flatMap { $0.peers ?? [] }).subtracting(known)
        guard strangers.isEmpty else {
            let message = "the others list node \(Self.list(strangers.sorted())), which could not be reached"
            return ClusterFinding(.unreached, message)
        }
        // Where sizes differ this is told, and each of them.
        let sizes = Set(self.statements.compactMap(\.clusterSize))
        guard sizes.count == 1, let size = sizes.first, size > known.count else { return nil }
        let message =
            "the cluster has \(size) node(s) by its own count, and only \(known.count) are known: \(Self.list(known.sorted()))"
        return ClusterFinding(.unreached, message)
    }

    /// The most ids that a message names: a server may list any number.
    private static let mostNames = 16

    private static func list(_ ids: [String]) -> String {
        let names = ids.prefix(Self.mostNames).joined(separator: ", ")
        return ids.count > Self.mostNames ? "\(names) and \(ids.count - Self.mostNames) more" : names
    }

    /// Nodes that are not in the same cluster, or not of the same mind how large it is.
    private var division: ClusterFinding? {
        guard self.keys.count > 1 || Set(self.statements.compactMap(\.clusterSize)).count > 1 else { return nil }
        let views = self.telling.map { statement in
            "\(statement.nodeID) says \(statement.clusterKey ?? "nothing") of \(statement.clusterSize ?? 0) node(s)"
        }
        return ClusterFinding(.divided, "the nodes are not in one cluster: \(views.joined(separator: ", "))")
    }

    private static func message(_ stray: StraySeed) -> String {
        switch stray.reason {
        case .outsider(let id):
            "host \(stray.seed) is node \(id), which is not in the cluster, and is left out"
        case .silent(let problem):
            "host \(stray.seed) leads to no node of the cluster: \(problem)"
        }
    }

    private static func excess(_ statement: ClusterStatement) -> [ClusterFinding] {
        guard let size = statement.clusterSize, let peers = statement.peers?.count, size <= peers else { return [] }
        let message =
            "node \(statement.nodeID) says that its cluster has \(size) node(s), and lists \(peers) others"
        return [ClusterFinding(.incomplete, message)]
    }

    private static func findings(_ statement: ClusterStatement) -> [ClusterFinding] {
        var findings: [ClusterFinding] = []
        let node = "node \(statement.nodeID)"
        // The list of a node that never met another is of generation 0 (`Spec/wire-protocol.md` §3.2).
        if statement.peers?.isEmpty == true, statement.peersGeneration > 0 {
            let message = "\(node) is alone and was part of a larger cluster: it has the records of its own copies only"
            findings.append(ClusterFinding(.cutOff, message))
        }
        if statement.isUnstable {
            findings.append(ClusterFinding(.unstable, "\(node) says that its cluster is changing"))
        }
        if statement.missingPartitions > 0 {
            let message = "\(node) knows of no copy of \(statement.missingPartitions) partition(s)"
            findings.append(ClusterFinding(.missing, message))
        }
        return findings
    }

    /// What has changed since an earlier moment; `nil` for nothing.
    func change(since earlier: ClusterObservation) -> ClusterFinding? {
        guard !self.isSameCluster(as: earlier) else { return nil }
        let (before, now) = (Set(earlier.nodes), Set(self.nodes))
        let moves =
            before.subtracting(now).sorted().map { "node \($0) left" }
            + now.subtracting(before).sorted().map { "node \($0) joined" }
        let words = moves.isEmpty ? "it was formed anew" : moves.joined(separator: ", ")
        var message = "the cluster changed, \(words): \(earlier.summary); then \(self.summary)"
        if earlier.migrations > 0 {
            message += "; copies were being moved at the time, so records that only one node had may be missing"
        }
        return ClusterFinding(.changed, message)
    }
}
