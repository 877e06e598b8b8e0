/// Where the commands on a partition go, as one node sees it.
struct PartitionRoute: Hashable, Sendable {
    /// The node that carries them out: the master, or the one that acts for it; 0 if none is known.
    var master = 0
    /// The nodes that writes are copied to, the master left out.
    var replicas = NodeSet()
    /// The nodes with other versions of the partition, in which a record has to be looked for too.
    var versions = NodeSet()
}
