import AerospikeProtocol

/// The configuration of a namespace as `namespace/…` and `get-config` tell it.
enum NamespaceParameters {
    private static let fixed: [(String, String)] = [
        ("active-rack", "0"), ("apply-ttl-reductions", "true"), ("auto-revive", "false"),
        ("background-query-max-rps", "10000"), ("conflict-resolution-policy", "generation"),
        ("conflict-resolve-writes", "false"), ("default-read-touch-ttl-pct", "0"),
        ("disable-cold-start-eviction", "false"), ("disable-mrt-writes", "false"), ("disable-write-dup-res", "false"),
        ("disallow-expunge", "false"), ("disallow-null-setname", "false"), ("evict-hist-buckets", "10000"),
        ("evict-indexes-memory-pct", "0"), ("evict-tenths-pct", "5"), ("force-long-queries", "false"),
        ("ignore-migrate-fill-delay", "false"), ("indexes-memory-budget", "0"), ("inline-short-queries", "false"),
        ("migrate-order", "5"), ("migrate-retransmit-ms", "5000"), ("migrate-sleep", "1"), ("mrt-duration", "0"),
        ("nsup-hist-period", "3600"), ("nsup-threads", "1"), ("partition-tree-sprigs", "256"),
        ("prefer-uniform-balance", "false"), ("rack-id", "0"), ("read-consistency-level-override", "off"),
        ("reject-non-xdr-writes", "false"), ("reject-xdr-writes", "false"), ("replication-factor", "1"),
        ("single-query-threads", "4"), ("stop-writes-sys-memory-pct", "90"), ("strong-consistency", "false"),
        ("strong-consistency-allow-expunge", "false"), ("tomb-raider-eligible-age", "86400"),
        ("tomb-raider-period", "86400"), ("transaction-pending-limit", "20"), ("truncate-threads", "4"),
        ("write-commit-level-override", "off"), ("geo2dsphere-within.strict", "true"),
        ("geo2dsphere-within.min-level", "1"), ("geo2dsphere-within.max-level", "20"),
        ("geo2dsphere-within.max-cells", "12"), ("geo2dsphere-within.level-mod", "1"),
        ("geo2dsphere-within.earth-radius-meters", "6371000"), ("index-type", "mem"), ("sindex-type", "mem"),
        ("storage-engine", "memory"), ("storage-engine.compression", "none"),
        ("storage-engine.data-size", "4294967296"), ("storage-engine.evict-used-pct", "0"),
        ("storage-engine.stop-writes-avail-pct", "5"), ("storage-engine.stop-writes-used-pct", "70"),
    ]

    /// All parameters with their present values, sorted by name.
    static func pairs(of namespace: LocalNamespace) -> [(String, String)] {
        let values = namespace.settings.values
        var pairs = Self.fixed.map { ($0.0, values.others[$0.0] ?? $0.1) }
        pairs.append(("allow-ttl-without-nsup", String(values.allowsTimeToLiveWithoutSweep)))
        pairs.append(("default-ttl", String(values.defaultTimeToLive)))
        pairs.append(("max-record-size", String(values.maximumRecordSize)))
        pairs.append(("nsup-period", String(values.sweepPeriod)))
        return pairs
    }

    /// Takes a new value in.
    ///
    /// - Throws: Result 4 for a parameter that does not exist or a value it cannot have.
    static func set(_ key: String, to value: String, of namespace: LocalNamespace) throws(InfoError) {
        let failure = InfoError(.parameter, "invalid set-config parameter")
        switch key {
        case "default-ttl":
            guard let seconds = DurationText.seconds(value) else { throw failure }
            namespace.settings.update { $0.defaultTimeToLive = seconds }
        case "nsup-period":
            guard let seconds = DurationText.seconds(value) else { throw failure }
            namespace.settings.update { $0.sweepPeriod = seconds }
        case "allow-ttl-without-nsup":
            guard let flag = Bool(value) else { throw failure }
            namespace.settings.update { $0.allowsTimeToLiveWithoutSweep = flag }
        case "max-record-size":
            guard let size = Int(value), size >= 0, size <= 8 * 1024 * 1024 else { throw failure }
            namespace.settings.update { $0.maximumRecordSize = size == 0 ? 8 * 1024 * 1024 : size }
        default:
            guard Self.fixed.contains(where: { $0.0 == key }) else { throw failure }
            namespace.settings.update { $0.others[key] = value }
        }
    }
}
