import AerospikeProtocol

extension InfoResponder {
    /// Namespaces and sets (`Spec/wire-protocol.md` §3.4).
    func namespaces(_ command: InfoCommand) -> String? {
        switch command.name {
        case "namespaces": self.state.namespaces.map(\.name).joined(separator: ";")
        case "namespace": self.namespace(command)
        case "sets": self.sets(command)
        case "objects": String(self.state.namespaces.reduce(0) { $0 + $1.objects })
        default: nil
        }
    }

    private func namespace(_ command: InfoCommand) -> String {
        guard command.path.count <= 1, let name = command.path.first ?? command.namespace,
            let namespace = self.state.namespace(named: name)
        else { return "type=unknown" }
        return Self.joined(self.statistics(of: namespace) + NamespaceParameters.pairs(of: namespace))
    }

    /// The figures that tools read; the others of a real server are left out.
    private func statistics(of namespace: LocalNamespace) -> [(String, String)] {
        let cluster = self.state.cluster
        let census = ObjectCensus(of: namespace, in: cluster)
        let migrations = cluster.migrations
        let bytes = String(namespace.bytes)
        return [
            ("ns_cluster_size", String(cluster.size)),
            ("effective_replication_factor", String(cluster.ownership.count)),
            ("objects", String(census.objects)), ("tombstones", "0"), ("xdr_tombstones", "0"),
            ("master_objects", String(census.masters)), ("master_tombstones", "0"),
            ("prole_objects", String(census.replicas)), ("prole_tombstones", "0"),
            ("non_replica_objects", String(census.others)), ("non_replica_tombstones", "0"),
            ("unreplicated_records", "0"),
            ("dead_partitions", "0"), ("unavailable_partitions", "0"),
            ("clock_skew_stop_writes", "false"), ("stop_writes", "false"), ("hwm_breached", "false"),
            ("current_time", String(self.state.clock.moment.seconds)),
            ("expired_objects", "0"), ("evicted_objects", "0"), ("evict_ttl", "0"),
            ("nsup_cycle_duration", "0"), ("nsup_cycle_deleted_pct", "0.00"),
            ("truncate_lut", String(Self.lastUpdateTime(namespace.truncatedBefore))), ("truncating", "false"),
            ("index_used_bytes", String(namespace.objects * 64)), ("set_index_used_bytes", "0"),
            ("sindex_used_bytes", "0"),
            ("data_total_bytes", "4294967296"), ("data_used_bytes", bytes), ("data_used_pct", "0"),
            ("data_avail_pct", "99"), ("data_compression_ratio", "1.000"),
            ("pending_quiesce", "false"), ("effective_is_quiesced", "false"), ("nodes_quiesced", "0"),
            ("migrate_tx_partitions_active", "0"), ("migrate_rx_partitions_active", "0"),
            ("migrate_tx_partitions_initial", String(migrations.outgoingInitially)),
            ("migrate_tx_partitions_remaining", String(migrations.outgoing)),
            ("migrate_rx_partitions_initial", String(migrations.incomingInitially)),
            ("migrate_rx_partitions_remaining", String(migrations.incoming)),
        ]
    }

    private func sets(_ command: InfoCommand) -> String {
        guard let name = command.path.first ?? command.namespace else {
            return self.state.namespaces.map { self.sets(of: $0) }.joined()
        }
        guard let namespace = self.state.namespace(named: name) else { return "ns_type=unknown" }
        guard let set = command.path.dropFirst().first ?? command["set"] else { return self.sets(of: namespace) }
        let bytes = Array(set.utf8)
        guard let entry = namespace.sets.entries.dropFirst().first(where: { $0.name == bytes }) else { return "" }
        return self.properties(of: entry, in: namespace)
    }

    private func sets(of namespace: LocalNamespace) -> String {
        namespace.sets.entries.dropFirst().map { entry in
            let name = String(decoding: entry.name, as: UTF8.self)
            return "ns=\(namespace.name):set=\(name):\(self.properties(of: entry, in: namespace))"
        }.joined()
    }

    private func properties(of entry: SetTable.Entry, in namespace: LocalNamespace) -> String {
        """
        objects=\(entry.objects):tombstones=0:data_used_bytes=\(entry.bytes):truncate_lut=\(Self.lastUpdateTime(entry.truncatedBefore))\
        :sindexes=\(self.indexCount(of: entry, in: namespace)):index_populating=false:truncating=false\
        :default-read-touch-ttl-pct=0:default-ttl=0:disable-eviction=false:enable-index=false\
        :stop-writes-count=0:stop-writes-size=0;
        """
    }

    private func indexCount(of entry: SetTable.Entry, in namespace: LocalNamespace) -> Int {
        let name = String(decoding: entry.name, as: UTF8.self)
        return self.state.indexes.definitions(in: namespace.name).count { $0.subject.set == name }
    }

    /// Milliseconds since 1970 as the server tells them: since 2010, and 0 for never.
    private static func lastUpdateTime(_ milliseconds: UInt64) -> UInt64 {
        milliseconds == 0 ? 0 : milliseconds &- UInt64(VoidTime.epoch) &* 1000
    }
}
