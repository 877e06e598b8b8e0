import AerospikeProtocol
import BackupFormat
import BackupStorage
import Logging
import NIOCore
import Synchronization

@testable import BackupEngine

/// Takes batches instead of a cluster, and keeps them.
final class RecordingTarget: RecordTarget {
    let form: RecordBatch.Form? = .singleWrites
    let batches = Mutex<[RecordBatch]>([])

    func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
    func restore(_ index: SecondaryIndexDefinition) async throws {}
    func restore(_ module: FunctionModule) async throws {}

    func write(_ batch: RecordBatch) async throws -> WriteResult {
        self.batches.withLock { $0.append(batch) }
        var result = WriteResult()
        result.counts.inserted = batch.count
        return result
    }

    /// The rows of all batches, decoded.
    func messages() throws -> [Message] {
        try self.batches.withLock { $0 }.flatMap { batch in
            try (0..<batch.count).map { number in
                var reader = ByteReader(batch.row(number).readableBytesSpan)
                _ = try ProtocolHeader(reading: &reader)
                return try Message(reading: &reader)
            }
        }
    }
}

extension RestoreContext {
    /// What a restore into a target of a test needs.
    ///
    /// - Parameter ceiling: The most batches in flight.
    init(
        _ plan: RestorePlan,
        into target: any RecordTarget,
        statistics: RestoreStatistics = RestoreStatistics(),
        stop: StopSignal = StopSignal(),
        ledger: RestoreLedger? = nil,
        ceiling: Int = 4
    ) {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.init(
            plan: plan,
            target: target,
            statistics: statistics,
            metadata: MetadataCollector(plan: plan, statistics: statistics, logger: logger),
            throttles: RestoreThrottles(plan: plan),
            clock: StageClock(),
            stop: stop,
            pieces: Gate(limit: 2),
            batches: BatchGate(ceiling: ceiling),
            ledger: ledger
        )
    }
}
