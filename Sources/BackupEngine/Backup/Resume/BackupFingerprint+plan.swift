import AerospikeProtocol
import BackupStorage

extension BackupFingerprint {
    /// Creates the fingerprint of a plan.
    package init(_ plan: BackupPlan) {
        self.init([
            Option("namespace", [plan.namespace]),
            Option("set", plan.sets.sorted()),
            Option("bin-list", plan.bins.sorted()),
            Option("modified-after", plan.records.modifiedAfter.map { [String($0)] } ?? []),
            Option("modified-before", plan.records.modifiedBefore.map { [String($0)] } ?? []),
            Option("no-ttl-only", isGiven: plan.records.onlyNeverExpiring),
            Option("filter-exp", plan.records.expression.isEmpty ? [] : [Base64.encode(plan.records.expression)]),
            Option("node-list", plan.nodeList),
            plan.digestOption,
            Option("no-bins", isGiven: plan.withoutBins),
            Option("no-records", isGiven: !plan.withRecords),
            Option("no-indexes", isGiven: !plan.withIndexes),
            Option("no-udfs", isGiven: !plan.withModules),
            Option("compress", plan.container.compression == nil ? [] : ["zstd"]),
            Option("encrypt", plan.container.encryption.map { [$0.mode.rawValue] } ?? []),
        ])
    }
}
