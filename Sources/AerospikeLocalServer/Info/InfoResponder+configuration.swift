import AerospikeProtocol

extension InfoResponder {
    /// Reading and changing the configuration (`Spec/wire-protocol.md` §3.7).
    func configuration(_ command: InfoCommand) throws(InfoError) -> String? {
        switch command.name {
        case "get-config": return try self.getConfiguration(command)
        case "set-config": return try self.setConfiguration(command)
        default: return nil
        }
    }

    private func getConfiguration(_ command: InfoCommand) throws(InfoError) -> String {
        switch command["context"] {
        case nil, "service":
            return Self.joined(self.state.service.pairs(of: self.state.cluster))
        case "namespace":
            return Self.joined(NamespaceParameters.pairs(of: try self.configuredNamespace(command)))
        case "network":
            let node = self.state.cluster.node
            return Self.joined([
                ("service.port", String(node.port)), ("service.address", node.host), ("service.access-port", "0"),
                ("service.access-address", node.host), ("heartbeat.mode", "mesh"), ("heartbeat.interval", "150"),
                ("heartbeat.timeout", "10"),
            ])
        case "security", "xdr": return ""
        default: throw InfoError(.parameter, "invalid context")
        }
    }

    private func configuredNamespace(_ command: InfoCommand) throws(InfoError) -> LocalNamespace {
        guard let name = command.namespace else { throw InfoError(.namespaceNotFound, "missing 'namespace'") }
        guard let namespace = self.state.namespace(named: name) else { throw InfoError.namespaceNotFound }
        return namespace
    }

    private func setConfiguration(_ command: InfoCommand) throws(InfoError) -> String {
        guard let context = command["context"] else { throw InfoError(.parameter, "missing 'context'") }
        let places: Set<String> = ["context", "id", "namespace", "ns", "set"]
        let changes = command.parameters.filter { !places.contains($0.key) }
        let failure = InfoError(.parameter, "invalid set-config parameter")
        switch context {
        case "namespace":
            let namespace = try self.configuredNamespace(command)
            guard !changes.isEmpty else { throw failure }
            guard command["set"] == nil else { return "ok" }
            for (key, value) in changes { try NamespaceParameters.set(key, to: value, of: namespace) }
        case "service":
            guard !changes.isEmpty else { throw failure }
            for (key, value) in changes {
                guard self.state.service.set(key, to: value) else { throw failure }
            }
        case "network", "logging", "security":
            guard !changes.isEmpty else { throw failure }
        case "xdr": throw InfoError.enterpriseOnly
        default: throw InfoError(.parameter, "invalid context")
        }
        return "ok"
    }
}
