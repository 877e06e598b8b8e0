import AerospikeProtocol

/// The cluster as one of its nodes sees it: who it is, who else there is, and which partitions are its own.
///
/// All that a server tells of or does by membership asks this value, so that several nodes can live in one process.
struct ClusterView: Sendable {
    /// This node.
    var node: NodeIdentity
    /// The other nodes.
    var peers: [NodeIdentity] = []
    /// The number of changes of the list of peers.
    var peersGeneration = 0
    /// The number of changes of the partition map.
    var partitionGeneration = 0
    /// The number of times the cluster has balanced itself.
    var rebalanceGeneration = 1
    /// The key all nodes of the cluster share.
    var clusterKey = "6B641F48638E"
    /// The cluster's name; empty for none.
    var clusterName = ""
    /// By replica, master first: the partitions this node holds, as 512 bytes, the highest bit first.
    var ownership: [[UInt8]] = [[UInt8](repeating: 0xFF, count: PartitionID.count / 8)]

    /// Creates the view of a node that is alone and holds everything.
    init(single node: NodeIdentity) { self.node = node }

    /// The number of nodes.
    var size: Int { self.peers.count + 1 }

    /// Whether this node holds a complete copy of a partition.
    func holds(_ partition: PartitionID) -> Bool {
        let mask = UInt8(0x80) >> UInt8(partition.number & 7)
        return self.ownership.contains { $0[partition.index >> 3] & mask != 0 }
    }

    /// The node ids of the cluster, the principal (the highest) first.
    var principal: String {
        ([self.node] + self.peers).map(\.id).max { ($0.count, $0) < ($1.count, $1) } ?? self.node.id
    }
}
