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

    /// The partitions whose master's copy is on one of the nodes at `addresses`.
    package static func selection(
        masteredAt addresses: [String],
        nodes: [Node],
        map: PartitionMap
    ) throws(JobError) -> PartitionSelection {
        let listed = nodes.filter { addresses.contains($0.numericAddress) || addresses.contains($0.address) }
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
