package import AerospikeClient
import AerospikeProtocol
import BackupFormat
import BackupStorage
package import Logging

/// Estimates what a backup will take: writes a sample of its records as a backup would, to nowhere
/// (`Spec/semantics.md` §A7). To be run after `BackupRun.count`.
package struct EstimateRun: Sendable {
    private let plan: BackupPlan
    private let cluster: Cluster
    private let statistics: BackupStatistics
    private let logger: Logger
    private let clock: StageClock
    private let samples: Int

    /// Creates an estimate.
    ///
    /// - Parameters:
    ///   - plan: The backup.
    ///   - samples: The most records to look at.
    ///   - cluster: The cluster.
    ///   - statistics: Gets what was done, and knows how many records the cluster holds.
    ///   - logger: Gets the lines that the original tool prints.
    ///   - clock: Gets where the time went.
    package init(
        plan: BackupPlan,
        samples: Int,
        cluster: Cluster,
        statistics: BackupStatistics,
        logger: Logger,
        clock: StageClock = StageClock()
    ) {
        self.plan = plan
        self.cluster = cluster
        self.statistics = statistics
        self.logger = logger
        self.clock = clock
        self.samples = samples
    }

    /// Looks at a sample and prints the estimate.
    ///
    /// - Throws: The first error of any part.
    package func run() async throws -> BackupEstimate {
        let selection = try self.plan.partitions.selection(in: self.cluster, namespace: self.plan.namespace)
        let all = self.statistics.expectedRecords
        self.statistics.expect(records: min(all, self.samples))
        var estimate = try await self.sample(selection)
        estimate.records = try await self.records(in: selection, sampled: estimate.sizes.count, counted: all)
        self.print(estimate)
        return estimate
    }

    private func sample(_ selection: PartitionSelection) async throws -> BackupEstimate {
        var plan = self.plan
        plan.maximumRecords = self.samples
        let metadata = try await BackupMetadata.read(plan: plan, cluster: self.cluster, logger: self.logger)
        self.statistics.add(indexes: metadata.listedIndexes)
        self.statistics.add(modules: metadata.modules.count)
        self.statistics.add(leftOutIndexes: metadata.leftOutIndexes)
        let sizes = RecordSizes()
        let scan = SilentScan(plan: plan, cluster: self.cluster, clock: self.clock)
        let (writer, worker) = try scan.start(statistics: self.statistics, logger: self.logger, sizes: sizes)
        try writer.open(isFirst: true)
        metadata.write(to: &writer.text)
        let head = plan.container.headSize + writer.textSize
        try await worker.run(ScanPiece(selection.starts), into: writer)
        try await writer.finish()
        return BackupEstimate(
            sizes: sizes.statistics,
            headBytes: head,
            storedBytes: Int(clamping: self.statistics.bytes),
            records: 0
        )
    }

    /// The number of records that a backup would hold.
    ///
    /// A sample that is smaller than it might be holds all of them. Else, without filters, it is what the cluster
    /// counted; with filters, which the cluster cannot count, what was found in some of the partitions tells of all.
    private func records(in selection: PartitionSelection, sampled: Int, counted: Int) async throws -> Int {
        var records = sampled
        if sampled >= self.samples {
            records = counted
            if self.plan.isNarrowed(to: selection) {
                let scan = SilentScan(plan: self.plan, cluster: self.cluster, clock: self.clock)
                records = max(sampled, try await scan.count(selection.starts, atLeast: self.samples))
            }
        }
        return self.plan.maximumRecords > 0 ? min(records, self.plan.maximumRecords) : records
    }

    private func print(_ estimate: BackupEstimate) {
        if self.plan.container.compression == nil {
            self.logger.info("Estimated overall record size is \(estimate.recordSize) byte(s)")
        } else {
            self.logger.info("Estimated overall record size before compression is \(estimate.recordSize) byte(s)")
            self.logger.info("Approximate compression ratio is \(estimate.percentage)%")
        }
        self.logger.info(
            """
            Estimated total backup file size (for backup-to-file, 99.9% confidence): \(estimate.totalSize) byte(s)
            """
        )
    }
}

extension BackupPlan {
    /// Whether records of the sets wanted are left out, by partition or by what they hold: a cluster's own count of the
    /// records of a set does not tell how many are left then.
    func isNarrowed(to selection: PartitionSelection) -> Bool {
        !self.records.packed(sets: []).isEmpty || !self.bins.isEmpty || self.sets.contains("")
            || selection.starts != PartitionSelection.all.starts
    }
}
