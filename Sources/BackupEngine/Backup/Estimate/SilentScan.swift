import AerospikeClient
import AerospikeProtocol
import BackupStorage
import Logging

/// Scans as a backup does, but writes nowhere.
struct SilentScan: Sendable {
    let plan: BackupPlan
    let cluster: Cluster
    let clock: StageClock

    /// Makes a worker and the writer it counts with.
    ///
    /// - Throws: `StorageError` if there is no memory for compression.
    func start(
        statistics: BackupStatistics,
        logger: Logger,
        sizes: RecordSizes?
    ) throws(StorageError) -> (writer: BackupFileWriter, worker: BackupWorker) {
        let output = BackupOutput(plan: self.plan, shared: CountingOutput())
        let throttles = BackupThrottles(plan: self.plan)
        let writer = try BackupFileWriter(
            output: output,
            plan: self.plan,
            statistics: statistics,
            throttle: nil,
            clock: self.clock
        )
        let worker = BackupWorker(
            plan: self.plan,
            cluster: self.cluster,
            output: output,
            statistics: statistics,
            throttles: throttles,
            clock: self.clock,
            recordsPerSecond: self.plan.recordsPerSecond,
            logger: logger,
            sizes: sizes
        )
        return (writer, worker)
    }

    /// Tells how many records pass the plan's filters.
    ///
    /// Records are spread over partitions by hash, so that a few partitions tell of all: as many are counted as it takes
    /// to find `sample` records, and the number is multiplied. If there are not so many it is exact. Bins are not sent.
    func count(_ starts: [ScanStart], atLeast sample: Int) async throws -> Int {
        var plan = self.plan
        plan.maximumRecords = 0
        plan.container = .plain
        // A record without any of the bins wanted is left out, which only shows if bins are asked for.
        plan.withoutBins = plan.bins.isEmpty
        let statistics = BackupStatistics()
        let scan = SilentScan(plan: plan, cluster: self.cluster, clock: self.clock)
        let silence = Logger(label: "estimate") { _ in SwiftLogNoOpLogHandler() }
        let (writer, worker) = try scan.start(statistics: statistics, logger: silence, sizes: nil)
        try writer.open(isFirst: false)
        let spread = Self.spread(starts)
        var counted = 0
        while counted < spread.count, statistics.records < sample {
            let end = min(spread.count, max(1, counted * 2))
            try await worker.run(ScanPiece(Array(spread[counted..<end])), into: writer)
            counted = end
        }
        try await writer.finish()
        return Self.extrapolate(statistics.records, from: counted, to: spread.count)
    }

    /// The starts in an order in which each beginning is spread evenly over all of them, and so over the nodes.
    static func spread(_ starts: [ScanStart]) -> [ScanStart] {
        func reversed(_ partition: PartitionID) -> UInt16 {
            (0..<12).reduce(0) { $0 | ((partition.number >> UInt16($1)) & 1) << UInt16(11 - $1) }
        }
        return starts.map { (start: $0, key: reversed($0.partition)) }.sorted { $0.key < $1.key }.map(\.start)
    }

    /// The number for all partitions if `records` are in some of them.
    static func extrapolate(_ records: Int, from counted: Int, to all: Int) -> Int {
        guard counted > 0, counted < all else { return records }
        let (product, overflow) = records.multipliedReportingOverflow(by: all)
        return overflow ? Int.max : product / counted
    }
}
