package import AerospikeClient

/// How the user chose partitions: by name, or by the nodes that hold them when the backup starts.
package enum PartitionChoice: Hashable, Sendable {
    /// The partitions named.
    case partitions(PartitionSelection)
    /// The partitions whose master's copy is on one of the nodes at these addresses: numeric address and port, an IPv6
    /// address in brackets.
    case masters(addresses: [String])

    /// The number of scans at once if the user does not say; `nil` to let the machine decide (`Spec/semantics.md` §A3).
    package var usualParallel: Int? {
        switch self {
        case .partitions: nil
        case .masters: 16
        }
    }

    /// The partitions as of now.
    ///
    /// - Throws: `JobError` if the nodes named are not nodes of the cluster, or not all different.
    func selection(in cluster: Cluster, namespace: String) throws(JobError) -> PartitionSelection {
        switch self {
        case .partitions(let selection): return selection
        case .masters(let addresses):
            guard let map = cluster.partitionMap(of: namespace) else {
                throw JobError(.cluster, "No node has told who holds the partitions of namespace \(namespace)")
            }
            return try Self.selection(masteredAt: addresses, nodes: cluster.nodes, map: map)
        }
    }

    /// What is to be said of nodes named that hold no partition as its master, as of now.
    ///
    /// - Throws: `JobError` if all of them are such.
    func warnings(in cluster: Cluster, namespace: String) throws(JobError) -> [String] {
        guard case .masters(let addresses) = self, let map = cluster.partitionMap(of: namespace) else { return [] }
        return try Self.warnings(masteredAt: addresses, nodes: cluster.nodes, map: map)
    }

    /// What is to be said of nodes at `addresses` that hold no partition as its master: a backup of them alone would hold no
    /// record, and look complete.
    ///
    /// - Throws: `JobError` if all of them are such.
    package static func warnings(
        masteredAt addresses: [String],
        nodes: [Node],
        map: PartitionMap
    ) throws(JobError) -> [String] {
        let listed = Self.listed(addresses, among: nodes)
        let idle = listed.filter { map.partitions(masteredBy: $0).isEmpty }
        let words = idle.map { "node \($0) of --node-list is master of no partition" }
        guard idle.count < listed.count || idle.isEmpty else {
            throw JobError(.cluster, "There is nothing to be backed up: \(words.joined(separator: ", "))")
        }
        return words
    }

    private static func listed(_ addresses: [String], among nodes: [Node]) -> [Node] {
        nodes.filter { addresses.contains($0.numericAddress) || addresses.contains($0.address) }
    }

    /// The partitions whose master's copy is on one of the nodes at `addresses`.
    package static func selection(
        masteredAt addresses: [String],
        nodes: [Node],
        map: PartitionMap
    ) throws(JobError) -> PartitionSelection {
        let listed = Self.listed(addresses, among: nodes)
        guard listed.count == addresses.count else {
            let known = nodes.map(\.numericAddress).joined(separator: ", ")
            throw JobError(
                .input,
                """
                Invalid node list. Potentially caused by duplicate nodes, nodes from different clusters, or if \
                --node-list entries are IPv6, Aerospike server nodes may not have IPv6 configured. \
                The cluster has: \(known)
                """
            )
        }
        return PartitionSelection(listed.flatMap { map.partitions(masteredBy: $0) }.map { ScanStart($0) })
    }
}
