import AerospikeProtocol

/// The cluster as one of its nodes sees it: who it is, who else there is, and which partitions are its own.
///
/// All that a server tells of or does by membership asks this value, so that several nodes can live in one process.
struct ClusterView: Sendable {
    /// What a node thinks of its cluster.
    enum Phase: Sendable {
        /// It has been started and belongs to no cluster yet.
        case joining
        /// Somebody has gone or come, and the cluster has not been formed anew.
        case unstable
        /// All is as it should be.
        case settled
    }

    /// This node.
    var node: NodeIdentity
    /// How the cluster stands.
    var phase = Phase.settled
    /// The other nodes.
    var peers: [NodeIdentity] = []
    /// The number of changes of the list of peers.
    var peersGeneration = 0
    /// The number of changes of the partition map; -1 before there is one.
    var partitionGeneration = 0
    /// The number of times the cluster has balanced itself.
    var rebalanceGeneration = 1
    /// The key all nodes of the cluster share.
    var clusterKey = "6B641F48638E"
    /// The cluster's name; empty for none.
    var clusterName = ""
    /// By replica, master first: the partitions this node answers for.
    var ownership = [PartitionBitmap.all]
    /// The partitions of which this node has a complete copy, wherever they belong: scans of them are answered.
    var complete = PartitionBitmap.all
    /// By partition: where commands go; `nil` if all are carried out here.
    var routes: [PartitionRoute]?
    /// The transfers this node takes part in.
    var migrations = MigrationCounts()
    /// Whether any node of the cluster still has partitions to move.
    var isMigrating = false
    /// The rack of each node by its id; empty for a cluster that knows no racks.
    var racks: [String: Int] = [:]

    /// Creates the view of a node that is alone and holds everything.
    init(single node: NodeIdentity) { self.node = node }

    /// Creates the view of a node that has just been started and belongs to no cluster yet (`Spec/wire-protocol.md` §21.4).
    init(joining node: NodeIdentity) {
        self.node = node
        self.phase = .joining
        self.partitionGeneration = -1
        self.rebalanceGeneration = 0
        self.clusterKey = "0"
        self.ownership = [.none]
        self.complete = .none
        self.routes = [PartitionRoute](repeating: PartitionRoute(), count: PartitionID.count)
    }

    /// The number of nodes; 0 before there is a cluster.
    var size: Int { self.phase == .joining ? 0 : self.peers.count + 1 }

    /// Whether this node holds a complete copy of a partition.
    func holds(_ partition: PartitionID) -> Bool { self.complete[partition] }

    /// The node ids of the cluster, the principal (the highest) first.
    var principal: String {
        guard self.phase != .joining else { return "0" }
        return ([self.node] + self.peers).map(\.id).max { ($0.count, $0) < ($1.count, $1) } ?? self.node.id
    }
}
