import AerospikeProtocol

extension InfoResponder {
    /// The cluster, its nodes and who holds what (`Spec/wire-protocol.md` §3.1 to §3.3).
    func cluster(_ command: InfoCommand) throws(InfoError) -> String? {
        let cluster = self.state.cluster
        switch command.name {
        case "partition-generation": return String(cluster.partitionGeneration)
        case "rebalance-generation": return String(cluster.rebalanceGeneration)
        case "peers-generation": return String(cluster.peersGeneration)
        case "cluster-stable": return try self.stableKey(command, of: cluster)
        case "peers-clear-std", "peers-clear-alt": return Self.peers(of: cluster)
        case "replicas", "replicas-all", "replicas-master": return try self.replicas(command, of: cluster)
        case "user-agent-set": return try self.userAgent(command)
        case "racks": return try self.racks(command, of: cluster)
        case "rack-ids": return try self.rackIDs(of: cluster)
        case "roster", "quiesce", "quiesce-undo", "recluster", "peers-tls-std", "peers-tls-alt",
            "service-tls-std", "service-tls-alt":
            throw InfoError.enterpriseOnly
        default: return nil
        }
    }

    /// The cluster's key, unless the cluster is about to change or partitions move (`Spec/wire-protocol.md` §21.3).
    private func stableKey(_ command: InfoCommand, of cluster: ClusterView) throws(InfoError) -> String {
        if let size = command["size"] {
            guard let size = Int(size) else { throw InfoError(.parameter, "bad size") }
            guard size == cluster.size else {
                throw InfoError(.clusterKeyMismatch, "cluster not specified size")
            }
        }
        if let name = command.namespace, self.state.namespace(named: name) == nil {
            throw InfoError.namespaceNotFound
        }
        let isUnstable = cluster.isMigrating && command["ignore-migrations"] != "true"
        guard cluster.phase == .settled, !isUnstable else {
            throw InfoError(.clusterKeyMismatch, "unstable cluster")
        }
        return cluster.clusterKey
    }

    /// The other nodes; an address has no port if that is 3000.
    private static func peers(of cluster: ClusterView) -> String {
        let peers = cluster.peers.map { node in
            let address = node.port == 3000 ? String(node.address.dropLast(5)) : node.address
            return "[\(node.id),,[\(address)]]"
        }
        return "\(cluster.peersGeneration),3000,[\(peers.joined(separator: ","))]"
    }

    private func replicas(_ command: InfoCommand, of cluster: ClusterView) throws(InfoError) -> String {
        var limit = cluster.ownership.count
        if let text = command["max"] {
            guard let maximum = Int(text) else { throw InfoError(.parameter, "bad max") }
            limit = maximum
        }
        let count = min(max(1, limit), cluster.ownership.count)
        let maps = cluster.ownership.prefix(count).map { Base64.encode($0.bytes) }
        let value =
            switch command.name {
            case "replicas": "0,\(count),\(maps.joined(separator: ","))"
            case "replicas-all": "\(count),\(maps.joined(separator: ","))"
            default: maps.first ?? ""
            }
        return self.state.namespaces.map { "\($0.name):\(value)" }.joined(separator: ";")
    }

    /// This node's rack in each namespace; a cluster without racks answers as the community edition does.
    private func rackIDs(of cluster: ClusterView) throws(InfoError) -> String {
        guard let rack = cluster.racks[cluster.node.id] else { throw InfoError.enterpriseOnly }
        return self.state.namespaces.map { "\($0.name):\(rack)" }.joined(separator: ";")
    }

    /// The nodes of each rack, of one namespace or of all.
    private func racks(_ command: InfoCommand, of cluster: ClusterView) throws(InfoError) -> String {
        guard !cluster.racks.isEmpty else { throw InfoError.enterpriseOnly }
        let ids = ([cluster.node] + cluster.peers).map(\.id).sorted { ($0.count, $0) > ($1.count, $1) }
        let racks = Dictionary(grouping: ids) { cluster.racks[$0] ?? 0 }.sorted { $0.key < $1.key }
        let value = racks.map { "rack_\($0.key)=\($0.value.joined(separator: ","))" }.joined(separator: ":")
        guard let name = command.namespace else {
            return self.state.namespaces.map { "ns=\($0.name):\(value)" }.joined(separator: ";")
        }
        guard self.state.namespace(named: name) != nil else { throw InfoError.namespaceNotFound }
        return value
    }

    private func userAgent(_ command: InfoCommand) throws(InfoError) -> String {
        guard let value = command["value"] else { throw InfoError(.parameter, "missing 'value'") }
        guard Base64.decode(value) != nil else { throw InfoError(.parameter, "'value' invalid base64") }
        guard !self.session.hasUserAgent else { throw InfoError(.parameter, "already set") }
        self.session.hasUserAgent = true
        return "ok"
    }
}
