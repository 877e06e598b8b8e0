package import AerospikeClient
import BackupStorage
package import Logging

/// Runs a restore, or a check of a backup: opens the files, restores each, then waits for indexes and modules.
package struct RestoreRun: Sendable {
    private let plan: RestorePlan
    private let statistics: RestoreStatistics
    private let logger: Logger
    private let clock: StageClock
    private let stop: StopSignal
    private let end: RestoreEnd

    /// Creates a restore.
    ///
    /// - Parameters:
    ///   - plan: What to restore, where from, and how.
    ///   - statistics: Gets what was done.
    ///   - logger: Gets the lines that the original tool prints.
    ///   - clock: Gets where the time went.
    ///   - stop: Ends the restore early: what was read is dropped, what is in flight is finished.
    ///   - end: Gets how it came to its end.
    package init(
        plan: RestorePlan,
        statistics: RestoreStatistics,
        logger: Logger,
        clock: StageClock = StageClock(),
        stop: StopSignal = StopSignal(),
        end: RestoreEnd = RestoreEnd()
    ) {
        self.plan = plan
        self.statistics = statistics
        self.logger = logger
        self.clock = clock
        self.stop = stop
        self.end = end
    }

    /// Restores into a cluster.
    ///
    /// - Throws: The first error; records that were sent before it stay.
    package func run(cluster: Cluster) async throws {
        self.stop.heed()
        self.logger.info("Processing \(cluster.nodes.count) node(s)")
        try self.checkTargetNamespace(cluster)
        let manifests = try await self.checkManifests()
        let usesBatches = self.plan.disablesBatchWrites ? false : try await cluster.acceptsBatchWrites()
        let target = ClusterTarget(
            cluster: cluster,
            plan: self.plan,
            form: usesBatches ? .batch : .singleWrites,
            statistics: self.statistics,
            logger: self.logger
        )
        let sources = try self.sources(provenBy: manifests)
        let ledger = try RestoreLedger.open(
            plan: self.plan,
            files: sources.map { $0.journaled(from: self.plan.source) },
            nodes: cluster.listedNodeIDs,
            statistics: self.statistics,
            logger: self.logger
        )
        do {
            try await TargetWatch(target).during {
                try await self.run(sources, target: target, ledger: ledger)
            }
            try await ledger.complete()
        } catch {
            await ledger.fail(error, logger: self.logger)
            throw error
        }
        let result = Self.result(ledger)
        self.end.reach(result)
        try result.get()
    }

    private func run(_ sources: [SourceFile], target: ClusterTarget, ledger: RestoreLedger) async throws {
        let metadata = MetadataCollector(plan: self.plan, statistics: self.statistics, logger: self.logger)
        try await self.files(target, metadata, ledger).run(sources)
        try await metadata.finish(target: target)
        if self.plan.waits {
            try await target.wait(for: metadata.names, stop: self.stop)
        }
        try self.report(metadata)
    }

    /// A restore is no success if records were refused, wherever they are now.
    private static func result(_ ledger: RestoreLedger) -> Result<Void, JobError> {
        let files = ledger.refused
        return files.isEmpty ? .success(()) : .failure(JobError(refused: files))
    }

    /// Reads and checks the backup without a cluster.
    ///
    /// - Returns: What it holds, which is yet to be compared with what the manifest says.
    /// - Throws: The first error.
    package func validate() async throws -> ValidationResult {
        self.stop.heed()
        let manifests = try await self.checkManifests()
        let metadata = MetadataCollector(plan: self.plan, statistics: self.statistics, logger: self.logger)
        let collector = ContentsCollector()
        let sources = try self.sources(provenBy: manifests)
        try await self.files(ValidationTarget(), metadata, nil, collector).run(sources)
        var isSingleFile = false
        if case .file = self.plan.source { isSingleFile = true }
        return ValidationResult(
            contents: collector.contents,
            indexes: metadata.names.indexes.map(\.name),
            modules: metadata.names.modules,
            manifests: manifests,
            isSingleFile: isSingleFile
        )
    }

    /// Checks the files against the manifests beside them, before anything is written anywhere.
    private func checkManifests() async throws -> [CheckedManifests] {
        guard self.plan.checksManifests else { return self.uncheckedManifests() }
        let throttle = self.plan.bytesPerSecond > 0 ? Throttle(rate: self.plan.bytesPerSecond) : nil
        let check = ManifestCheck(logger: self.logger, stop: self.stop, throttle: throttle)
        // Where there is a limit it is what takes the time.
        return try await self.clock.measure(throttle == nil ? .storage : .throttling) {
            switch self.plan.source {
            case .directory(let path): return [try await check.run(BackupDirectory(path: path))]
            case .directories(let paths):
                var checked: [CheckedManifests] = []
                for path in paths { checked.append(try await check.run(BackupDirectory(path: path))) }
                return checked
            case .file(let path): return [try await check.run(file: path)]
            case .standardInput: return []
            }
        }
    }

    /// Says that nothing is checked, and how that came.
    private func uncheckedManifests() -> [CheckedManifests] {
        self.logger.info("--no-manifest-check: it is not proven that the backup is complete")
        return switch self.plan.source {
        case .directory(let path): [CheckedManifests(directory: BackupDirectory(path: path))]
        case .directories(let paths): paths.map { CheckedManifests(directory: BackupDirectory(path: $0)) }
        case .file(let path): [CheckedManifests(directory: BackupDirectory(holding: path))]
        case .standardInput: []
        }
    }

    /// The files to be read, which are those that the manifests were compared with.
    private func sources(provenBy manifests: [CheckedManifests]) throws -> [SourceFile] {
        let sources = try SourceFile.list(self.plan.source, logger: self.logger)
        for source in sources { try source.compare(with: manifests) }
        // Of a single file's manifest the other files do not matter.
        if case .file = self.plan.source { return sources }
        try SourceFile.checkComplete(sources, manifests)
        return sources
    }

    private func files(
        _ target: any RecordTarget,
        _ metadata: MetadataCollector,
        _ ledger: RestoreLedger?,
        _ contents: ContentsCollector? = nil
    ) -> RestoreFiles {
        let context = RestoreContext(
            plan: self.plan,
            target: target,
            statistics: self.statistics,
            metadata: metadata,
            throttles: RestoreThrottles(plan: self.plan),
            clock: self.clock,
            stop: self.stop,
            pieces: Gate(limit: RestoreContext.pieceLimit),
            batches: BatchGate(ceiling: self.plan.maximumBatches),
            contents: contents,
            ledger: ledger
        )
        return RestoreFiles(context: context, logger: self.logger)
    }

    private func checkTargetNamespace(_ cluster: Cluster) throws {
        let name = self.plan.targetNamespace.isEmpty ? self.plan.sourceNamespace : self.plan.targetNamespace
        guard !name.isEmpty, !cluster.namespaces.contains(where: name.hasSameBytes) else { return }
        throw JobError(unmappedNamespace: name, known: cluster.namespaces)
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
}
