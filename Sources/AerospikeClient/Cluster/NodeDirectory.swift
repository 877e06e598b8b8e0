import Synchronization

/// What the regular looks at the cluster have found, for everybody to read.
final class NodeDirectory: Sendable {
    private struct Contents {
        var nodes: [String: Node] = [:]
        var listedIDs: Set<String> = []
        var tables: [String: PartitionTable] = [:]
        var pools: [String: ConnectionPool] = [:]
    }

    private let contents = Mutex(Contents())
    private let makePool: @Sendable (Node) -> ConnectionPool

    init(makePool: @escaping @Sendable (Node) -> ConnectionPool) {
        self.makePool = makePool
    }

    /// The active nodes, by id.
    var nodes: [Node] { self.contents.withLock { $0.nodes.values.sorted { $0.id < $1.id } } }

    /// The ids of the active nodes and of the peers that they list, sorted.
    var listedIDs: [String] { self.contents.withLock { $0.listedIDs.sorted() } }

    /// The names of namespaces, sorted.
    var namespaces: [String] { self.contents.withLock { $0.tables.keys.sorted() } }

    func partitionMap(of namespace: String) -> PartitionMap? {
        self.contents.withLock { contents in
            contents.tables[namespace].map { table in
                PartitionMap(namespace: namespace, table: table, nodes: contents.nodes)
            }
        }
    }

    /// The pool of a node.
    ///
    /// - Throws: `AerospikeError` with code `invalidNode` if the node has left the cluster.
    func pool(of node: Node) throws(AerospikeError) -> ConnectionPool {
        guard let pool = self.contents.withLock({ $0.pools[node.id] }), pool.node.endpoint == node.endpoint else {
            throw AerospikeError(.invalidNode, "the node is not part of the cluster", node: node.description)
        }
        return pool
    }

    /// Takes over what was found. Pools of nodes that have left are closed, and idle
    /// connections of the others.
    func update(_ state: ClusterState) {
        let orphans = self.contents.withLock { contents in
            contents.nodes = state.members.mapValues(\.node)
            contents.listedIDs = state.listedIDs
            contents.tables = state.tables
            let gone = contents.pools.values.filter { contents.nodes[$0.node.id] != $0.node }
            for pool in gone { contents.pools[pool.node.id] = nil }
            for node in contents.nodes.values where contents.pools[node.id] == nil {
                contents.pools[node.id] = self.makePool(node)
            }
            return gone
        }
        for pool in orphans { pool.close() }
        for pool in self.contents.withLock({ $0.pools.values }) { pool.dropIdle() }
    }
}
