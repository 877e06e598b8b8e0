import AerospikeClient

/// The nodes of the cluster when a backup began, for backups that must not go on with others.
struct ClusterMembership: Hashable, Sendable {
    private let nodes: Set<String>

    /// Notes the nodes.
    init(_ nodes: [Node]) { self.nodes = Set(nodes.map(\.id)) }

    /// Compares with the nodes of now.
    ///
    /// - Throws: `JobError` that names the nodes that left and those that joined.
    func check(_ nodes: [Node]) throws(JobError) {
        let now = Set(nodes.map(\.id))
        guard now != self.nodes else { return }
        let changes =
            self.nodes.subtracting(now).sorted().map { "node \($0) left" }
            + now.subtracting(self.nodes).sorted().map { "node \($0) joined" }
        throw JobError(
            .clusterChanged,
            "The cluster changed during the backup, which --no-cluster-change forbids: \(changes.joined(separator: ", "))"
        )
    }
}
