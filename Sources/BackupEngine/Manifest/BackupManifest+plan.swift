import AerospikeProtocol
import BackupStorage

extension BackupManifest {
    /// Creates the manifest of a backup that has ended well.
    ///
    /// - Parameters:
    ///   - plan: What was asked for.
    ///   - prefix: What the names of its files begin with.
    ///   - started: When the backup began.
    ///   - ended: When its last file was closed.
    ///   - files: Its files, in any order.
    ///   - partitions: The partitions scanned.
    init(
        plan: BackupPlan,
        prefix: String,
        started: UTCTime,
        ended: UTCTime,
        files: [File],
        partitions: some Sequence<PartitionID>
    ) {
        self.init(
            tool: "asbackup \(ToolVersion.number)",
            namespace: plan.namespace,
            prefix: prefix,
            started: started,
            // A clock may have been set back meanwhile.
            ended: max(started, ended),
            files: files.sorted { ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name) },
            indexes: 0,
            modules: 0,
            partitions: PartitionProgress.ranges(of: partitions.sorted()).map { range in
                PartitionRange(begin: range.lowerBound, count: range.count)
            },
            isComplete: true
        )
        self.sets = plan.sets
        self.bins = plan.bins
        self.filters = plan.filters
        self.isCompressed = plan.container.compression != nil
        self.encryption = plan.container.encryption?.mode
    }
}

extension BackupPlan {
    /// The options that leave something out, besides sets and bins. Never holds a secret.
    var filters: [BackupManifest.Filter] {
        var filters: [BackupManifest.Filter] = []
        let flags = [
            ("no-bins", self.withoutBins), ("no-records", !self.withRecords), ("no-indexes", !self.withIndexes),
            ("no-udfs", !self.withModules),
        ]
        for (option, isGiven) in flags where isGiven {
            filters.append(BackupManifest.Filter(option: option, value: "true"))
        }
        if self.maximumRecords > 0 {
            filters.append(BackupManifest.Filter(option: "max-records", value: String(self.maximumRecords)))
        }
        let start = self.digestOption
        if !start.values.isEmpty {
            filters.append(BackupManifest.Filter(option: start.name, value: start.values.joined(separator: ",")))
        }
        return filters + self.records.filters
    }
}

extension RecordChoice {
    /// The options that leave records out, times in seconds since 1970.
    var filters: [BackupManifest.Filter] {
        var filters: [BackupManifest.Filter] = []
        let moments = [("modified-after", self.modifiedAfter), ("modified-before", self.modifiedBefore)]
        for case (let option, let moment?) in moments {
            filters.append(BackupManifest.Filter(option: option, value: String(moment)))
        }
        if self.onlyNeverExpiring { filters.append(BackupManifest.Filter(option: "no-ttl-only", value: "true")) }
        if !self.expression.isEmpty {
            filters.append(BackupManifest.Filter(option: "filter-exp", value: Base64.encode(self.expression)))
        }
        return filters
    }
}
