package import AerospikeClient
import BackupFormat
import BackupStorage
package import Logging

/// Runs a restore, or a check of a backup: opens the files, restores each, then waits for indexes and modules.
package struct RestoreRun: Sendable {
    private let plan: RestorePlan
    private let statistics: RestoreStatistics
    private let logger: Logger
    private let stop: StopSignal

    /// Creates a restore.
    ///
    /// - Parameters:
    ///   - plan: What to restore, where from, and how.
    ///   - statistics: Gets what was done.
    ///   - logger: Gets the lines that the original tool prints.
    ///   - stop: Ends the restore early: what was read is dropped, what is in flight is finished.
    package init(plan: RestorePlan, statistics: RestoreStatistics, logger: Logger, stop: StopSignal = StopSignal()) {
        self.plan = plan
        self.statistics = statistics
        self.logger = logger
        self.stop = stop
    }

    /// Restores into a cluster.
    ///
    /// - Throws: The first error; records that were sent before it stay.
    package func run(cluster: Cluster) async throws {
        self.logger.info("Processing \(cluster.nodes.count) node(s)")
        try self.checkTargetNamespace(cluster)
        let usesBatches = self.plan.disablesBatchWrites ? false : try await cluster.acceptsBatchWrites()
        let target = ClusterTarget(
            cluster: cluster,
            plan: self.plan,
            form: usesBatches ? .batch : .singleWrites,
            statistics: self.statistics,
            logger: self.logger
        )
        let metadata = MetadataCollector(plan: self.plan, statistics: self.statistics, logger: self.logger)
        try await self.restoreFiles(into: target, metadata: metadata)
        if self.plan.indexesLast {
            for index in metadata.keptIndexes { try await metadata.restore(index, target: target) }
        }
        if self.plan.waits { try await target.wait(indexes: metadata.indexes, modules: metadata.modules) }
        try self.report(metadata)
    }

    /// Reads and checks the backup without a cluster.
    ///
    /// - Throws: The first error.
    package func validate() async throws {
        let metadata = MetadataCollector(plan: self.plan, statistics: self.statistics, logger: self.logger)
        try await self.restoreFiles(into: ValidationTarget(), metadata: metadata)
    }

    private func checkTargetNamespace(_ cluster: Cluster) throws {
        let name = self.plan.targetNamespace.isEmpty ? self.plan.sourceNamespace : self.plan.targetNamespace
        guard !name.isEmpty, !cluster.namespaces.contains(name) else { return }
        throw JobError(unknownNamespace: name, cluster: cluster)
    }

    private func report(_ metadata: MetadataCollector) throws {
        let counts = self.statistics.now
        if counts.skippedIndexes > 0 {
            self.logger.info("Skipped \(counts.skippedIndexes) index(es) with unwanted set(s)")
        }
        if counts.matchedIndexes > 0 { self.logger.info("Skipped \(counts.matchedIndexes) matched index(es)") }
        if counts.mismatchedIndexes > 0 {
            self.logger.error("Skipped \(counts.mismatchedIndexes) mismatched index(es)")
        }
        guard metadata.failures == 0 else {
            throw JobError(
                .metadata,
                "\(metadata.failures) secondary index(es) or UDF file(s) could not be restored; they are named above"
            )
        }
    }

    private func restoreFiles(into target: any RecordTarget, metadata: MetadataCollector) async throws {
        let throttles = RestoreThrottles(plan: self.plan)
        switch self.plan.source {
        case .standardInput(let name, let size):
            let file = InputFile.standardInput(name: name, size: size)
            try await self.restoreSingle(file, target, metadata, throttles)
        case .file(let path):
            try await InputFile.withFile(path: path) { file in
                try await self.restoreSingle(file, target, metadata, throttles)
            }
        case .directory(let path):
            try await self.restoreDirectory(BackupDirectory(path: path), target, metadata, throttles)
        }
    }

    private func restoreSingle(
        _ file: InputFile,
        _ target: any RecordTarget,
        _ metadata: MetadataCollector,
        _ throttles: RestoreThrottles
    ) async throws {
        let isChecking = self.plan.validatesOnly
        self.statistics.expect(bytes: file.size)
        self.logger.info("\(isChecking ? "Validating" : "Restoring") \(file.path)")
        self.logger.info("Opened backup file \(file.path)")
        if !isChecking { self.logger.info("Restoring records") }
        try await self.restorer(file, target, metadata, throttles, batches: self.plan.maximumBatches).run()
        self.logger.info("Finished \(isChecking ? "validating" : "restoring") backup file(s)")
    }

    private func restoreDirectory(
        _ directory: BackupDirectory,
        _ target: any RecordTarget,
        _ metadata: MetadataCollector,
        _ throttles: RestoreThrottles
    ) async throws {
        let names = try directory.backupFiles()
        self.logger.info("Found \(names.count) backup file(s) in \(directory.path)")
        guard !names.isEmpty else { throw StorageError(.notFound, "No backup files found in \(directory.path)") }
        let isChecking = self.plan.validatesOnly
        self.statistics.expect(bytes: try directory.size(of: names))
        self.logger.info("\(isChecking ? "Validating backup files" : "Restoring records")")
        let workers = min(self.plan.parallel, names.count)
        let batches = max(1, self.plan.maximumBatches / workers)
        let failures = await withTaskGroup(of: (any Error)?.self) { group in
            var failures: [any Error] = []
            for (number, name) in names.enumerated() {
                if number >= workers, let failure = await group.next() ?? nil { failures.append(failure) }
                guard !self.stop.isRequested else { break }
                let path = directory.path(of: name)
                group.addTask {
                    await self.stoppingAll {
                        self.logger.info("\(isChecking ? "validating" : "restoring") \(path)")
                        try await InputFile.withFile(path: path) { file in
                            self.logger.info("Opened backup file \(path)")
                            try await self.restorer(file, target, metadata, throttles, batches: batches).run()
                        }
                    }
                }
            }
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
        // Files that were only told to stop come after the one whose failure stopped them.
        let first = failures.first { ($0 as? JobError)?.code != .interrupted } ?? failures.first
        if let first { throw first }
        if self.stop.isRequested {
            throw JobError(.interrupted, "Interrupted by a signal; the restore is not complete")
        }
        self.logger.info("Finished \(isChecking ? "validating" : "restoring") backup file(s)")
    }

    /// Runs the work on one file; if it fails the others stop reading, and finish what they have in flight.
    private func stoppingAll(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            self.stop.request()
            return error
        }
    }

    private func restorer(
        _ file: InputFile,
        _ target: any RecordTarget,
        _ metadata: MetadataCollector,
        _ throttles: RestoreThrottles,
        batches: Int
    ) -> FileRestorer {
        FileRestorer(
            file: file,
            plan: self.plan,
            target: target,
            statistics: self.statistics,
            metadata: metadata,
            throttles: throttles,
            stop: self.stop,
            batchesInFlight: batches
        )
    }
}
