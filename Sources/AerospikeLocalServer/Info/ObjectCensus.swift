import AerospikeProtocol

/// How many of a namespace's records on a node are held as master, as replica, and because migrations are not over
/// (`Spec/wire-protocol.md` §3.4).
struct ObjectCensus {
    /// All records.
    let objects: Int
    /// Those of partitions that the node is master of.
    private(set) var masters: Int
    /// Those of partitions that it is a replica of.
    private(set) var replicas = 0
    /// Those of partitions that belong elsewhere.
    private(set) var others = 0

    /// Counts the records of a namespace.
    init(of namespace: LocalNamespace, in cluster: ClusterView) {
        self.objects = namespace.objects
        self.masters = self.objects
        guard cluster.routes != nil, let mastership = cluster.ownership.first else { return }
        self.masters = 0
        for partition in PartitionID.all {
            let count = namespace[partition].withRecords { $0.records.count }
            guard count > 0 else { continue }
            if mastership[partition] {
                self.masters += count
            } else if cluster.ownership.contains(where: { $0[partition] }) {
                self.replicas += count
            } else {
                self.others += count
            }
        }
    }
}
