import AerospikeProtocol

extension Cluster {
    /// The names of the modules of user-defined functions that a node has; any node's if none is given.
    public func moduleNames(on node: Node? = nil) async throws(AerospikeError) -> [String] {
        FunctionModule.names(try await self.checkedAnswer(to: "udf-list", of: node.map { [$0] }))
    }

    /// Reads a module of user-defined functions.
    ///
    /// - Throws: `AerospikeError`; code `server` with 100 if there is none.
    public func module(named name: String) async throws(AerospikeError) -> FunctionModule {
        try CommandParameter.check(name, "module name")
        return try await self.ask(self.nodes) { node throws(AerospikeError) in
            let value = try await self.checkedInfo("udf-get:filename=\(name)", on: node)
            guard let module = FunctionModule(name: name, value: value) else {
                throw AerospikeError(.badReply, "module '\(name)' has no content in base64", node: node.description)
            }
            return module
        }
    }

    /// Stores a module of user-defined functions, over one of the same name. The other nodes follow after the return.
    ///
    /// - Throws: `AerospikeError`; code `badParameter` if a name cannot be sent, `server` with 100 and the server's words if it does not compile.
    public func putModule(_ module: FunctionModule) async throws(AerospikeError) {
        try CommandParameter.check(module.name, "module name")
        try CommandParameter.check(module.type, "module type")
        let node = try self.anyNode()
        _ = try await self.checkedInfo(module.putCommand, on: node)
    }

    /// Whether every node has a module.
    public func isModuleEverywhere(_ name: String) async throws(AerospikeError) -> Bool {
        for node in self.nodes {
            guard try await self.moduleNames(on: node).contains(name) else { return false }
        }
        return true
    }
}
