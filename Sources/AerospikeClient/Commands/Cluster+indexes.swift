import AerospikeProtocol

extension Cluster {
    /// The secondary indexes of a namespace, as one node lists them.
    ///
    /// - Throws: `AerospikeError`; code `server` with what the node answered, such as an unknown namespace.
    public func indexes(of namespace: String) async throws(AerospikeError) -> [IndexDefinition] {
        try CommandParameter.check(namespace, "namespace")
        return IndexDefinition.list(try await self.checkedAnswer(to: "sindex-list:ns=\(namespace);b64=true"))
    }

    /// Creates a secondary index. The other nodes follow, and the index is built, after the return.
    ///
    /// - Throws: `AerospikeError`; code `badParameter` if a name cannot be sent, `server` with what the node answered.
    public func createIndex(_ index: IndexDefinition) async throws(AerospikeError) {
        try index.checkParameters()
        let node = try self.anyNode()
        _ = try await self.checkedInfo(index.createCommand(for: self.lowestBuild), on: node)
    }

    /// Deletes a secondary index; one that does not exist is no error from server 6.1 on. The other nodes follow.
    ///
    /// - Throws: `AerospikeError`; code `badParameter` if a name cannot be sent, `server` with what the node answered.
    public func deleteIndex(_ index: IndexDefinition) async throws(AerospikeError) {
        try index.checkParameters()
        let node = try self.anyNode()
        _ = try await self.checkedInfo(index.deleteCommand(for: self.lowestBuild), on: node)
    }

    /// How much of an index is built on a node, in per cent; `nil` if the node does not know it (yet).
    ///
    /// An index is ready when every node says 100.
    public func indexLoadPercentage(
        of name: String,
        in namespace: String,
        on node: Node
    ) async throws(AerospikeError) -> Int? {
        try CommandParameter.check(name, "index name")
        try CommandParameter.check(namespace, "namespace")
        let isNew = ServerBuild(node.build) >= IndexDefinition.firstBuildWithNewWords
        let command = isNew ? "sindex-stat:namespace=\(namespace);indexname=\(name)" : "sindex/\(namespace)/\(name)"
        let value = try await self.ask([node]) { node throws(AerospikeError) in try await self.info(command, on: node) }
        if let failure = InfoFailure(value: value) {
            if failure.code == Int(ResultCode.indexNotFound.rawValue) { return nil }
            throw AerospikeError(failure, node: node.description)
        }
        guard let percentage = InfoValue.first("load_pct", in: value, separator: ";").flatMap({ Int($0) }) else {
            throw AerospikeError(.badReply, "no load_pct in the answer to '\(command)'", node: node.description)
        }
        return percentage
    }

    /// Whether an index is built on every node.
    public func isIndexReady(_ name: String, in namespace: String) async throws(AerospikeError) -> Bool {
        for node in self.nodes {
            let percentage = try await self.indexLoadPercentage(of: name, in: namespace, on: node)
            guard let percentage, percentage >= 100 else { return false }
        }
        return true
    }
}
