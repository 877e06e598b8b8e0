import AerospikeProtocol

extension Cluster {
    /// What a node says of a namespace.
    ///
    /// - Throws: `AerospikeError`; code `unknownNamespace` if the node does not have it.
    public func statistics(
        of namespace: String,
        on node: Node
    ) async throws(AerospikeError) -> NamespaceStatistics {
        try CommandParameter.check(namespace, "namespace")
        let value = try await self.checkedAnswer(to: "namespace/\(namespace)", of: [node])
        guard !value.hasPrefix("type=unknown") else { throw Self.unknownNamespace(namespace, on: node) }
        return NamespaceStatistics(value)
    }

    /// What a node says of the sets of a namespace.
    public func sets(of namespace: String, on node: Node) async throws(AerospikeError) -> [SetStatistics] {
        SetStatistics.list(try await self.checkedAnswer(to: "sets", of: [node]), namespace: namespace)
    }

    /// The threads a node has for batches; 0 means that it refuses them, `nil` that it does not say.
    public func batchIndexThreads(on node: Node) async throws(AerospikeError) -> Int? {
        let value = try await self.checkedAnswer(to: "get-config:context=service", of: [node])
        return InfoValue.first("batch-index-threads", in: value, separator: ";").flatMap { Int($0) }
    }

    /// Whether records can be written in batches: every node is of 6.0 or later and has threads for them.
    public func acceptsBatchWrites() async throws(AerospikeError) -> Bool {
        guard self.lowestBuild >= ServerBuild(6, 0) else { return false }
        for node in self.nodes {
            guard let threads = try await self.batchIndexThreads(on: node), threads > 0 else { return false }
        }
        return true
    }

    static func unknownNamespace(_ namespace: String, on node: Node) -> AerospikeError {
        AerospikeError(.unknownNamespace, "unknown namespace '\(namespace)'", node: node.description)
    }
}
