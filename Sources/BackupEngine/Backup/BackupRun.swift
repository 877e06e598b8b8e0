package import AerospikeClient
import BackupFormat
import BackupStorage
package import Logging
import NIOCore

/// Runs a backup: counts, prepares the output, writes indexes and modules, scans, closes.
package struct BackupRun: Sendable {
    let plan: BackupPlan
    let cluster: Cluster
    let statistics: BackupStatistics
    let logger: Logger
    let clock: StageClock
    let recovery: BackupRecovery
    /// What earlier runs did; `nil` for nothing.
    let continued: ContinuedBackup?

    /// Creates a backup.
    ///
    /// - Parameters:
    ///   - plan: What to back up, where to, and how.
    ///   - cluster: The cluster.
    ///   - statistics: Gets what was done.
    ///   - logger: Gets the lines that the original tool prints.
    ///   - recovery: Gets what can be continued if the backup ends early.
    ///   - continued: The backup to go on with; `nil` to begin one.
    ///   - clock: Gets where the time went.
    package init(
        plan: BackupPlan,
        cluster: Cluster,
        statistics: BackupStatistics,
        logger: Logger,
        recovery: BackupRecovery,
        continued: ContinuedBackup? = nil,
        clock: StageClock = StageClock()
    ) {
        self.recovery = recovery
        self.continued = continued
        self.plan = plan
        self.cluster = cluster
        self.statistics = statistics
        self.logger = logger
        self.clock = clock
    }

    /// Counts the records to be expected, and checks that the namespace exists.
    ///
    /// - Throws: `JobError` or `AerospikeError`.
    package func count() async throws {
        try self.plan.check(self.cluster.lowestBuild)
        let nodes = self.cluster.nodes
        self.logger.info("Processing \(nodes.count) node(s)")
        let count = try await ObjectCount(plan: self.plan, cluster: self.cluster, logger: self.logger).run(nodes)
        self.statistics.expect(records: self.plan.maximumRecords > 0 ? min(count, self.plan.maximumRecords) : count)
    }

    /// Backs up. To be called after `count`.
    ///
    /// - Throws: The first error of any part. `BackupRecovery.explain` leaves the files so that they can be continued.
    package func run() async throws {
        let started = UTCTime.now
        let watch = self.watch()
        try await watch.look()
        let selection = try self.selection()
        let output = try await self.prepareOutput(self.base(selection))
        self.recovery.begin(output, watch: watch)
        let metadata = try await self.metadata()
        let throttles = BackupThrottles(plan: self.plan)
        if !output.isSplit, let metadata {
            let writer = try self.writer(output, throttles)
            try writer.open(isFirst: true)
            writer.append(metadata)
            try await writer.flush()
        }
        try await self.distrustingChanges {
            try await watch.during {
                try await self.runWorkers(selection, output: output, metadata: metadata, throttles: throttles)
            }
        }
        try output.checkComplete(self.remainingPlan)
        try await output.finish()
        try output.checkFiles()
        guard self.statistics.unsupportedRecords == 0 else {
            // A continuation could not write these records either.
            try self.recovery.finish()
            throw JobError(
                .record,
                "\(self.statistics.unsupportedRecords) record(s) hold values that a backup file cannot; they are named above"
            )
        }
        try await self.distrustingChanges { try await watch.lookAtEnd() }
        try await self.writeManifest(output, selection, started: started, cluster: watch.seen)
        // Not earlier: until now a signal or a full disk leaves a state, with which only what is missing is made up for.
        try self.recovery.finish()
        self.recovery.succeed()
    }

    /// Does a part of the backup, behind which no state vouches for what was read if the cluster turns out to be another
    /// one than was asked for: going on cannot mend that, only beginning again.
    private func distrustingChanges(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as JobError {
            if error.code == .clusterChanged { self.recovery.distrust() }
            throw error
        }
    }

    private func watch() -> ClusterWatch {
        ClusterWatch(
            cluster: self.cluster,
            namespace: self.plan.namespace,
            history: ClusterHistory(expectedSize: self.plan.clusterSize, earlier: self.continued?.state.cluster),
            forbidsChange: self.plan.forbidsClusterChange,
            // With `--node-list` an address that is of no node is an error anyway.
            looksForStrays: self.plan.nodeList.isEmpty
        ) { finding in self.warn(finding.message) }
    }

    /// Writes what proves the files of a directory, all of which are closed (`Spec/manifest.md`).
    private func writeManifest(
        _ output: BackupOutput,
        _ selection: PartitionSelection,
        started: UTCTime,
        cluster: ClusterHistory
    ) async throws {
        guard case .directory(let path, let prefix) = self.plan.destination else { return }
        var manifest = BackupManifest(
            plan: self.plan,
            prefix: prefix,
            started: started,
            ended: .now,
            files: try await output.manifestFiles(),
            partitions: self.continued?.state.partitions.wanted ?? self.base(selection).partitions.wanted
        )
        manifest.indexes = self.statistics.writtenIndexes
        manifest.modules = self.statistics.modules
        manifest.leftOutIndexes = self.statistics.leftOutIndexes
        manifest.isComplete = self.plan.maximumRecords == 0 || self.statistics.records < self.plan.maximumRecords
        manifest.cluster = BackupManifest.Cluster(cluster)
        let file = BackupDirectory(path: path).path(of: manifest.name)
        try output.write(manifest: manifest.text(), to: file)
        self.logger.info("Wrote manifest \(file)")
    }

    /// What the files hold already.
    private func base(_ selection: PartitionSelection) -> BackupState {
        if let continued { return continued.state }
        var state = BackupState(plan: self.plan)
        if self.plan.withRecords { state.partitions = PartitionProgress(selection.starts) }
        return state
    }

    /// The indexes and modules; `nil` if they were written by an earlier run.
    private func metadata() async throws -> BackupMetadata? {
        if let continued {
            self.statistics.begin(with: continued.state)
            for text in continued.state.leftOutIndexes { self.logger.error("\(text)") }
            if continued.state.hasMetadata { return nil }
        }
        let metadata = try await BackupMetadata.read(plan: self.plan, cluster: self.cluster, logger: self.logger)
        self.statistics.add(indexes: metadata.listedIndexes)
        self.statistics.add(writtenIndexes: metadata.indexes.count)
        self.statistics.add(modules: metadata.modules.count)
        self.statistics.add(leftOutIndexes: metadata.leftOutIndexes)
        return metadata
    }

    private func selection() throws(JobError) -> PartitionSelection {
        if let continued { return continued.selection }
        let (choice, namespace) = (self.plan.partitions, self.plan.namespace)
        let selection = try choice.selection(in: self.cluster, namespace: namespace)
        if self.plan.withRecords {
            for warning in try choice.warnings(in: self.cluster, namespace: namespace) { self.warn(warning) }
        }
        return selection
    }

    private func warn(_ message: String) {
        self.statistics.add(warning: message)
        self.logger.warning("The backup may lack records: \(message)")
    }

    private func writer(
        _ output: BackupOutput,
        _ throttles: BackupThrottles,
        worker: Int? = nil
    ) throws(StorageError) -> BackupFileWriter {
        try BackupFileWriter(
            output: output,
            plan: self.plan,
            statistics: self.statistics,
            throttle: throttles.bytes,
            clock: self.clock,
            worker: worker
        )
    }

    private func runWorkers(
        _ selection: PartitionSelection,
        output: BackupOutput,
        metadata: BackupMetadata?,
        throttles: BackupThrottles
    ) async throws {
        // A continuation may have nothing left to scan.
        guard !selection.filters.isEmpty || metadata != nil else { return }
        let membership = ClusterMembership(self.cluster.nodes)
        let (pieces, workers) = self.scans(of: selection)
        self.logger.debug("\(BackupMemory(workers: workers))")
        let worker = BackupWorker(
            plan: self.remainingPlan,
            cluster: self.cluster,
            output: output,
            statistics: self.statistics,
            throttles: throttles,
            clock: self.clock,
            recordsPerSecond: Self.share(of: self.plan.recordsPerSecond, workers: workers),
            logger: self.logger,
            preference: await RackPreference.read(
                racks: self.plan.preferredRacks,
                namespace: self.plan.namespace,
                cluster: self.cluster,
                logger: self.logger
            ),
            membership: self.plan.forbidsClusterChange ? membership : nil
        )
        let queue = WorkQueue(pieces)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<workers {
                group.addTask {
                    let writer = try self.writer(output, throttles, worker: number)
                    let first = number == 0 && output.isSplit ? metadata : nil
                    try writer.open(isFirst: first != nil)
                    if let first { writer.append(first) }
                    do {
                        while let piece = queue.next() { try await worker.run(piece, into: writer) }
                        try await writer.finish()
                    } catch {
                        writer.park()
                        throw error
                    }
                }
            }
            do {
                // Whoever leaves cancels the others, who park what they have (`Spec/semantics.md` §A4).
                while try await group.next() != nil {}
            } catch {
                if workers > 1, !(error is CancellationError) { self.logger.info("Ending all scans: \(error)") }
                throw error
            }
        }
    }

    /// The number of scans at once, each of which writes a file if the backup is a directory.
    package var workers: Int {
        self.plan.parallel ?? self.plan.partitions.usualParallel
            ?? min(16, max(System.coreCount, self.cluster.nodes.count))
    }

    /// The scans, and how many of them run at once. Whoever wants more at once than there is work for is told.
    private func scans(of selection: PartitionSelection) -> (pieces: [ScanPiece], workers: Int) {
        guard self.plan.withRecords else { return selection.scans(workers: 1) }
        if self.plan.parallel != nil, let warning = selection.warning(parallel: self.workers) {
            self.logger.info("\(warning)")
        }
        return selection.scans(workers: self.workers)
    }

    /// The plan without the records that earlier runs made of its limit.
    private var remainingPlan: BackupPlan {
        guard let continued, self.plan.maximumRecords > 0 else { return self.plan }
        var plan = self.plan
        plan.maximumRecords -= continued.state.records
        if plan.maximumRecords <= 0 { plan.withRecords = false }
        return plan
    }

    /// The limit of each worker, at least 1 if there is one at all (`Spec/semantics.md` §A2).
    private static func share(of limit: Int, workers: Int) -> Int { limit == 0 ? 0 : max(1, limit / workers) }
}
