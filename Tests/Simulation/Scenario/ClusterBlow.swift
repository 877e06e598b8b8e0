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
        }
    }

    /// The blow in words.
    var description: String { "\(self.kind.rawValue) \(self.node) \(self.point)" }
}
