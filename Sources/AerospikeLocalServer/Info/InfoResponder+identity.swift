extension InfoResponder {
    /// The version that clients shape their requests by.
    static let build = "8.1.0.3"
    private static let edition = "Aerospike Community Edition"
    private static let features = [
        "batch-any", "batch-index", "blob-bits", "cdt-index", "cdt-list", "cdt-map", "cluster-stable", "float", "geo",
        "sindex-exists", "peers", "pipelining", "pquery", "pscans", "query-show", "relaxed-sc", "replicas",
        "replicas-all", "replicas-master", "replicas-max", "truncate-namespace", "udf",
    ].joined(separator: ";")

    /// What the node is (`Spec/wire-protocol.md` §3.1).
    func identity(_ command: InfoCommand) -> String? {
        let cluster = self.state.cluster
        return switch command.name {
        case "build": Self.build
        case "edition": Self.edition
        case "version": "\(Self.edition) build \(Self.build)"
        case "node", "name": cluster.node.id
        case "features": Self.features
        case "status": "ok"
        case "digests": "RIPEMD160"
        case "partitions": "4096"
        case "service", "service-clear-std": cluster.node.address
        case "service-clear-alt": ""
        case "services": cluster.peers.map(\.address).joined(separator: ";")
        case "cluster-name": cluster.clusterName
        case "health-outliers", "health-stats", "logs": ""
        default: nil
        }
    }
}
