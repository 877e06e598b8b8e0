import AerospikeProtocol

/// A connection to a cluster: its nodes, who holds which partition, and commands to a node.
///
/// Exists inside `withCluster` only. A look at every node each second keeps nodes and partition maps up to date.
public final class Cluster: Sendable {
    let configuration: ClusterConfiguration
    let directory: NodeDirectory

    init(configuration: ClusterConfiguration) {
        self.configuration = configuration
        let opener = ConnectionOpener(timeout: configuration.connectTimeout)
        let limit = configuration.maximumConnectionsPerNode
        self.directory = NodeDirectory { ConnectionPool(node: $0, opener: opener, limit: limit) }
    }

    /// The active nodes, by id.
    public var nodes: [Node] { self.directory.nodes }

    /// The ids of the active nodes and of the peers that they list, which may not have been reached yet, sorted.
    public var listedNodeIDs: [String] { self.directory.listedIDs }

    /// The partition map of a namespace as of now; `nil` if no node knows the namespace.
    public func partitionMap(of namespace: String) -> PartitionMap? { self.directory.partitionMap(of: namespace) }

    /// The names of the namespaces of all nodes.
    public var namespaces: [String] { self.directory.namespaces }

    /// The lowest version of all nodes: what all of them understand.
    public var lowestBuild: ServerBuild { self.nodes.map { ServerBuild($0.build) }.min() ?? ServerBuild("") }
}
