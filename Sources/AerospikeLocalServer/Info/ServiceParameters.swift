import Synchronization

/// The configuration of the service as `get-config` tells it; values can be changed, and change nothing else.
final class ServiceParameters: Sendable {
    private static let initial: [(String, String)] = [
        ("advertise-ipv6", "false"), ("auto-pin", "none"), ("batch-index-threads", "2"),
        ("batch-max-buffers-per-queue", "255"), ("batch-max-requests", "0"), ("batch-max-unused-buffers", "256"),
        ("debug-allocations", "false"), ("disable-udf-execution", "false"), ("enable-benchmarks-fabric", "false"),
        ("enable-health-check", "false"), ("enable-hist-info", "false"), ("enforce-best-practices", "false"),
        ("info-max-ms", "10000"), ("info-threads", "16"), ("log-local-time", "false"), ("log-millis", "false"),
        ("microsecond-histograms", "false"), ("migrate-fill-delay", "0"), ("migrate-max-num-incoming", "4"),
        ("migrate-threads", "1"), ("min-cluster-size", "1"), ("node-id-interface", "null"), ("pidfile", "null"),
        ("proto-fd-idle-ms", "0"), ("proto-fd-max", "15000"), ("query-max-done", "100"),
        ("query-threads-limit", "128"), ("run-as-daemon", "false"), ("service-threads", "2"),
        ("sindex-builder-threads", "4"), ("sindex-gc-period", "10"), ("stay-quiesced", "false"),
        ("ticker-interval", "10"), ("transaction-max-ms", "1000"), ("transaction-retry-ms", "1002"),
    ]

    private let values = Mutex<[String: String]>([:])

    /// All parameters with their present values.
    func pairs(of cluster: ClusterView) -> [(String, String)] {
        let changed = self.values.withLock { $0 }
        let identity = [
            ("cluster-name", cluster.clusterName.isEmpty ? "null" : cluster.clusterName), ("node-id", cluster.node.id),
        ]
        return Self.initial.map { ($0.0, changed[$0.0] ?? $0.1) } + identity
    }

    /// Takes in a value; `false` if there is no such parameter.
    func set(_ key: String, to value: String) -> Bool {
        guard Self.initial.contains(where: { $0.0 == key }) else { return false }
        self.values.withLock { $0[key] = value }
        return true
    }
}
