package import AerospikeClient

/// What all nodes of a cluster say of it at one moment.
package struct ClusterObservation: Hashable, Sendable {
    /// What the nodes that answer say, by id.
    package var statements: [ClusterStatement]
    /// The ids of nodes that are known and do not answer.
    package var silent: [String] = []
    /// The addresses the user gave that lead to no node of the cluster.
    package var strays: [StraySeed] = []

    /// Creates an observation.
    package init(statements: [ClusterStatement], silent: [String] = [], strays: [StraySeed] = []) {
        self.statements = statements
        self.silent = silent
        self.strays = strays
    }

    /// The ids of the nodes that answer.
    var nodes: [String] { self.statements.map(\.nodeID) }

    /// The cluster keys that are told: one, if all nodes are of one mind.
    var keys: Set<String> { Set(self.statements.compactMap(\.clusterKey)) }

    /// What the nodes say that tell which cluster they are in.
    var telling: [ClusterStatement] { self.statements.filter(\.isTelling) }

    /// The number of nodes on which one can count: the smallest number told, and no more than tell.
    var size: Int { min(self.telling.count, self.statements.compactMap(\.clusterSize).min() ?? Int.max) }

    /// The moves of partitions between nodes that are not over; 0 once every copy is complete. Either side may know
    /// of one before the other.
    var migrations: Int {
        max(
            self.statements.reduce(0) { $0 + $1.outgoingMigrations },
            self.statements.reduce(0) { $0 + $1.incomingMigrations }
        )
    }

    /// Whether the cluster is that of another moment: the same nodes, under the same keys.
    func isSameCluster(as other: ClusterObservation) -> Bool { self.nodes == other.nodes && self.keys == other.keys }

    /// The cluster in a few words.
    var summary: String {
        let keys = self.keys.isEmpty ? "unknown" : self.keys.sorted().joined(separator: " and ")
        return "\(self.nodes.count) node(s) (\(self.nodes.joined(separator: ", "))), cluster key \(keys)"
    }
}
