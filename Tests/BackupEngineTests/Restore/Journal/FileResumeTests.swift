import AerospikeProtocol
import BackupFormat
import BackupStorage
import Foundation
import Logging
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Going on with a file` {
    /// Takes the digests of all rows.
    private final class Recorder: RecordTarget {
        let form: RecordBatch.Form? = .batch
        let digests = Mutex<[String]>([])
        let globals = Atomic<Int>(0)

        func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
        func write(_ batch: RecordBatch) async throws -> WriteResult {
            self.digests.withLock { $0 += (0..<batch.count).map(batch.digest(of:)) }
            var result = WriteResult()
            result.counts.inserted = batch.count
            return result
        }
        func restore(_ index: SecondaryIndexDefinition) async throws {
            self.globals.add(1, ordering: .relaxed)
        }
        func restore(_ module: FunctionModule) async throws { self.globals.add(1, ordering: .relaxed) }
    }

    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../Fixtures/asb/real-4.5.8/single.asb").standardized.path

    /// The records of a text: where they stand, and their digests.
    private static func records(of text: [UInt8]) throws -> [(range: Range<UInt64>, digest: String)] {
        var parser = BlockParser()
        var layout = RecordLayout()
        guard case .head(_, var offset) = try parser.parseHead(text.view, at: 0, isFinal: true) else { return [] }
        var records: [(range: Range<UInt64>, digest: String)] = []
        while true {
            switch try parser.parseBlock(text.view, at: offset, isFinal: true, into: &layout) {
            case .end, .needMore: return records
            case .index(_, let next), .module(_, let next): offset = next
            case .record(let next):
                records.append((UInt64(offset)..<UInt64(next), Base64.encode(layout.digest.bytes)))
                offset = next
            }
        }
    }

    private static func restore(
        _ path: String,
        container: FileContainer = .plain,
        done: [Range<UInt64>]
    ) async throws -> (Recorder, RestoreLedger, RestoreStatistics.Counts) {
        var plan = RestorePlan(source: .file(path: path))
        plan.container = container
        let recorder = Recorder()
        let statistics = RestoreStatistics()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let ledger = try RestoreLedger.open(
            plan: plan,
            files: [.init(name: "x")],
            nodes: [],
            statistics: statistics,
            logger: logger
        )
        try await ledger.finished(.init(file: 0, ranges: done, counts: RecordCounts()), rejected: [])
        try await InputFile.withFile(path: path) { [plan] file in
            let context = RestoreContext(
                plan: plan,
                target: recorder,
                statistics: statistics,
                metadata: MetadataCollector(plan: plan, statistics: statistics, logger: logger),
                throttles: RestoreThrottles(plan: plan),
                clock: StageClock(),
                stop: StopSignal(),
                pieces: Gate(limit: 2),
                batches: BatchGate(ceiling: 4),
                ledger: ledger
            )
            try await FileRestorer(file: file, context: context).run()
        }
        return (recorder, ledger, statistics.now)
    }

    @Test(arguments: UInt64(0)..<5) func `what is done is left out and nothing else`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let text = Array(try Data(contentsOf: URL(filePath: Self.fixture)))
        let records = try Self.records(of: text)
        let done = records.filter { _ in random.below(3) == 0 }
        let (recorder, ledger, counts) = try await Self.restore(Self.fixture, done: done.map(\.range))
        let missing = Set(records.map(\.digest)).subtracting(done.map(\.digest))
        #expect(recorder.digests.withLock { $0.sorted() } == missing.sorted(), "seed \(seed)")
        #expect(recorder.globals.load(ordering: .relaxed) == 10, "indexes and modules are restored again")
        #expect(counts.bytes == UInt64(text.count), "progress reaches 100 %")
        let all = AcknowledgedRanges(records.map(\.range))
        #expect(ledger.done(of: 0) == all, "records are done now, and indexes and modules are not")
    }

    @Test func `compressed text is passed over as well`() async throws {
        let text = Array(try Data(contentsOf: URL(filePath: Self.fixture)))
        let records = try Self.records(of: text)
        let frame = try await FrameCompressor(level: .standard).frame(of: text, count: text.count)
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(frame.storage[..<frame.count]).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let done = records.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let (recorder, _, _) = try await Self.restore(
            path.path,
            container: FileContainer(compression: .standard),
            done: done.map(\.range)
        )
        let missing = Set(records.map(\.digest)).subtracting(done.map(\.digest))
        #expect(recorder.digests.withLock { Set($0) } == missing)
    }

    @Test func `a file that no longer fits is refused`() async throws {
        let text = Array(try Data(contentsOf: URL(filePath: Self.fixture)))
        let first = try #require(try Self.records(of: text).first)
        let ranges = [
            first.range.lowerBound + 3..<first.range.upperBound, UInt64(text.count) + 5..<UInt64(text.count) + 9,
            first.range.lowerBound..<UInt64(text.count) + 9,
        ]
        for range in ranges {
            await #expect(throws: JobError.self) { _ = try await Self.restore(Self.fixture, done: [range]) }
        }
    }
}
