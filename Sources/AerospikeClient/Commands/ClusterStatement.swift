/// What one node says of its cluster and of the copies of a namespace (`Spec/wire-protocol.md` §3.1, §21).
///
/// A node that is cut off from the others claims every partition and answers without an error: only what it says here
/// tells (§21.2). Everything that a server does not say is `nil` or 0.
public struct ClusterStatement: Hashable, Sendable {
    /// The node's id.
    public var nodeID: String
    /// The key that all nodes of a cluster have in common; a new one each time that nodes join or leave.
    public var clusterKey: String?
    /// The number of nodes of the cluster.
    public var clusterSize: Int?
    /// The ids of the other nodes that it lists; `nil` if the list cannot be read.
    public var peers: [String]?
    /// The generation of that list: 0 for a node that never had peers.
    public var peersGeneration: UInt32
    /// Whether it says that the cluster is about to change.
    public var isUnstable: Bool
    /// The partitions of the namespace that it has still to send.
    public var outgoingMigrations: Int
    /// The partitions of the namespace that it has still to receive.
    public var incomingMigrations: Int
    /// The partitions of the namespace of which it knows no copy.
    public var missingPartitions: Int

    /// Creates a statement.
    public init(nodeID: String, clusterKey: String? = nil, clusterSize: Int? = nil, peers: [String]? = nil) {
        self.nodeID = nodeID
        self.clusterKey = clusterKey
        self.clusterSize = clusterSize
        self.peers = peers
        self.peersGeneration = 0
        self.isUnstable = false
        self.outgoingMigrations = 0
        self.incomingMigrations = 0
        self.missingPartitions = 0
    }

    /// Whether it says which cluster the node is in, and how large that is.
    public var isTelling: Bool { self.clusterKey != nil && self.clusterSize != nil }
}
