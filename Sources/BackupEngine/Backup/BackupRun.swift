package import AerospikeClient
import BackupFormat
import BackupStorage
package import Logging
import NIOCore

/// Runs a backup: counts, prepares the output, writes indexes and modules, scans, closes.
package struct BackupRun: Sendable {
    private let plan: BackupPlan
    private let cluster: Cluster
    private let statistics: BackupStatistics
    private let logger: Logger
    private let clock: StageClock

    /// Creates a backup.
    ///
    /// - Parameters:
    ///   - plan: What to back up, where to, and how.
    ///   - cluster: The cluster.
    ///   - statistics: Gets what was done.
    ///   - logger: Gets the lines that the original tool prints.
    ///   - clock: Gets where the time went.
    package init(
        plan: BackupPlan,
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
    }

    /// Counts the records to be expected, and checks that the namespace exists.
    ///
    /// - Throws: `JobError` or `AerospikeError`.
    package func count() async throws {
        let nodes = self.cluster.nodes
        self.logger.info("Processing \(nodes.count) node(s)")
        let count = try await ObjectCount(plan: self.plan, cluster: self.cluster, logger: self.logger).run(nodes)
        self.statistics.expect(records: self.plan.maximumRecords > 0 ? min(count, self.plan.maximumRecords) : count)
    }

    /// Backs up. To be called after `count`.
    ///
    /// - Throws: The first error of any part; files that are not finished stay for a look at them.
    package func run() async throws {
        let output = try self.prepareOutput()
        let metadata = try await BackupMetadata.read(plan: self.plan, cluster: self.cluster, logger: self.logger)
        self.statistics.add(indexes: metadata.listedIndexes)
        self.statistics.add(modules: metadata.modules.count)
        let throttles = BackupThrottles(plan: self.plan)
        if !output.isSplit {
            let writer = try self.writer(output, throttles)
            try writer.open(isFirst: true)
            metadata.write(to: &writer.text)
            try await writer.flush()
        }
        try await self.runWorkers(output: output, metadata: metadata, throttles: throttles)
        try await output.finish()
        guard self.statistics.unsupportedRecords == 0 else {
            throw JobError(
                .record,
                "\(self.statistics.unsupportedRecords) record(s) hold values that a backup file cannot; they are named above"
            )
        }
    }

    private func writer(_ output: BackupOutput, _ throttles: BackupThrottles) throws(StorageError) -> BackupFileWriter {
        try BackupFileWriter(
            output: output,
            plan: self.plan,
            statistics: self.statistics,
            throttle: throttles.bytes,
            clock: self.clock
        )
    }

    private func runWorkers(output: BackupOutput, metadata: BackupMetadata, throttles: BackupThrottles) async throws {
        let ranges = PartitionRange.all.split(into: self.plan.withRecords ? self.workers : 1)
        self.logger.debug("\(BackupMemory(workers: ranges.count))")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, range) in ranges.enumerated() {
                let worker = BackupWorker(
                    range: range,
                    plan: self.plan,
                    cluster: self.cluster,
                    output: output,
                    statistics: self.statistics,
                    throttles: throttles,
                    clock: self.clock,
                    recordsPerSecond: Self.share(of: self.plan.recordsPerSecond, workers: ranges.count),
                    logger: self.logger
                )
                group.addTask {
                    let writer = try self.writer(output, throttles)
                    let isFirst = number == 0 && output.isSplit
                    try writer.open(isFirst: isFirst)
                    if isFirst { metadata.write(to: &writer.text) }
                    try await worker.run(writer)
                }
            }
            try await group.waitForAll()
        }
    }

    /// The number of scans at once, each of which writes a file if the backup is a directory.
    package var workers: Int {
        self.plan.parallel ?? min(16, max(System.coreCount, self.cluster.nodes.count))
    }

    /// The limit of each worker, at least 1 if there is one at all (`Spec/semantics.md` §A2).
    private static func share(of limit: Int, workers: Int) -> Int { limit == 0 ? 0 : max(1, limit / workers) }

    private func prepareOutput() throws -> BackupOutput {
        let key = self.plan.container.encryption
        switch self.plan.destination {
        case .directory(let path, _):
            try self.prepareDirectory(BackupDirectory(path: path))
            return BackupOutput(plan: self.plan, shared: nil)
        case .file(let path):
            let file = try SingleFile.create(
                path: path,
                replacing: self.plan.removesExistingFiles,
                encryption: key
            )
            return BackupOutput(plan: self.plan, shared: file)
        case .standardOutput:
            return BackupOutput(plan: self.plan, shared: DescriptorOutput.standardOutput(encryption: key))
        }
    }

    private func prepareDirectory(_ directory: BackupDirectory) throws {
        if try directory.createIfMissing() {
            self.logger.info("Directory \(directory.path) does not exist, creating")
        }
        let existing = try directory.backupFiles()
        if !existing.isEmpty {
            guard self.plan.removesExistingFiles else {
                throw StorageError(
                    .occupied,
                    "Directory \(directory.path) seems to contain an existing backup; use -r to clear directory"
                )
            }
            try directory.remove(existing)
        }
        self.logger.info("Directory \(directory.path) prepared for backup")
    }
}
