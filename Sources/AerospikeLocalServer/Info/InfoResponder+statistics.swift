import Synchronization

extension InfoResponder {
    /// Figures of the node (`Spec/wire-protocol.md` §3.1); those a real server has beyond these are left out.
    func statistics(_ command: InfoCommand) -> String? {
        guard command.name == "statistics" else { return nil }
        let cluster = self.state.cluster
        let now = self.state.clock.moment
        let objects = self.state.namespaces.reduce(0) { $0 + $1.objects }
        let isWhole = String(cluster.phase == .settled)
        let connections = self.state.connections.load(ordering: .relaxed)
        return Self.joined([
            ("failed_best_practices", "false"), ("cluster_size", String(cluster.size)),
            ("cluster_key", cluster.clusterKey), ("cluster_generation", "1"),
            ("cluster_principal", cluster.principal), ("cluster_min_compatibility_id", "15"),
            ("cluster_max_compatibility_id", "15"), ("cluster_integrity", isWhole), ("cluster_is_member", isWhole),
            ("cluster_duplicate_nodes", "null"), ("cluster_clock_skew_stop_writes_sec", "0"),
            ("cluster_clock_skew_ms", "0"), ("cluster_clock_skew_outliers", "null"),
            ("uptime", String(now.seconds &- min(now.seconds, self.state.started.seconds))),
            ("objects", String(objects)), ("tombstones", "0"), ("info_queue", "0"), ("rw_in_progress", "0"),
            ("proxy_in_progress", "0"), ("tree_gc_queue", "0"), ("client_connections", String(connections)),
            ("long_queries_active", String(self.state.jobs.activeCount)), ("batch_index_queue", "0:0,0:0"),
            ("paxos_principal", cluster.principal), ("time_since_rebalance", "0"), ("migrate_allowed", isWhole),
            ("migrate_partitions_remaining", String(cluster.migrations.remaining * self.state.namespaces.count)),
        ])
    }
}
