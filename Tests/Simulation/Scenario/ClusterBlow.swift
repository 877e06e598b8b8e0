import AerospikeLocalServer

/// Something that befalls a cluster while an answer of one of its nodes is held.
struct ClusterBlow: Sendable, CustomStringConvertible {
    /// What happens.
    enum Kind: String, CaseIterable, Sendable {
        /// A node is killed, and the others form a cluster at once and move what is to be moved.
        case kill
        /// A node is killed; the others form a cluster, and move only a part.
        case killAndMoveSome
        /// A node is killed, and nobody has noticed yet.
        case killUnnoticed
        /// A node is killed, and started again on another port.
        case restart
        /// The cluster forms anew with the same nodes.
        case rebalance
        /// A node stands still and goes on before anybody has noticed.
        case freeze
        /// A node stands still until the others are a cluster of their own, and goes on with what it thought before: two nodes
        /// claim the same partitions, then even the masters are unavailable, then all is merged
        /// (`Spec/wire-protocol.md` §21.5).
        case freezeAndMerge
    }

    let kind: Kind
    /// The node that it befalls.
    let node: Int
    let point: HeldAnswer

    /// Blows that lose no record: at most one node goes, and only where there are copies.
    static func some(nodes: Int, replication: Int, using random: inout SeededGenerator) -> [ClusterBlow] {
        guard nodes > 1 else { return [] }
        let kinds = replication > 1 ? Kind.allCases : [.rebalance]
        return [
            ClusterBlow(
                kind: kinds[Int.random(in: 0..<kinds.count, using: &random)],
                node: Int.random(in: 1...nodes, using: &random),
                point: HeldAnswer(nodes: nodes, using: &random)
            )
        ]
    }

    /// Lets it happen.
    func strike(_ cluster: LocalCluster) async throws {
        switch self.kind {
        case .rebalance:
            cluster.rebalance()
        case .kill:
            await cluster.kill(self.node)
            cluster.settle()
        case .killAndMoveSome:
            await cluster.kill(self.node)
            cluster.noticeChanges()
            cluster.rebalance()
            cluster.migrate(next: 500)
        case .killUnnoticed:
            await cluster.kill(self.node)
        case .restart:
            await cluster.kill(self.node)
            cluster.settle()
            try await cluster.start(self.node, port: 0)
            cluster.settle()
        case .freeze:
            cluster.freeze(self.node)
            await Self.pause()
            cluster.thaw(self.node)
        case .freezeAndMerge:
            cluster.freeze(self.node)
            cluster.settle()
            await Self.pause()
            cluster.thaw(self.node)
            await Self.pause()
            cluster.noticeChanges()
            cluster.rebalance()
            cluster.migrate(next: 500)
            await Self.pause()
            cluster.finishMigrations()
        }
    }

    /// Lets the tool meet what has befallen the cluster. Whoever ends the run ends the pause, too, and the node goes on.
    private static func pause() async { try? await Task.sleep(for: .milliseconds(200)) }

    /// The blow in words.
    var description: String { "\(self.kind.rawValue) \(self.node) \(self.point)" }
}
