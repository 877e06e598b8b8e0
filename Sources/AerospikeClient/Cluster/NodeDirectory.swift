import Synchronization

/// What the regular looks at the cluster have found, for everybody to read.
final class NodeDirectory: Sendable {
    private struct Contents {
        var nodes: [String: Node] = [:]
        var tables: [String: PartitionTable] = [:]
        var pools: [String: ConnectionPool] = [:]
        var isClosed = false
    }

    private let contents = Mutex(Contents())

    /// The active nodes, by id.
    var nodes: [Node] { self.contents.withLock { $0.nodes.values.sorted { $0.id < $1.id } } }

    /// The names of namespaces, sorted.
    var namespaces: [String] { self.contents.withLock { $0.tables.keys.sorted() } }

    func partitionMap(of namespace: String) -> PartitionMap? {
        self.contents.withLock { contents in
            contents.tables[namespace].map { table in
                PartitionMap(namespace: namespace, table: table, nodes: contents.nodes)
            }
        }
    }
}
