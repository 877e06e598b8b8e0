import AerospikeProtocol
import BackupFormat
import BackupStorage
import Foundation
import Logging
import NIOCore
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Restoring a file` {
    /// Takes batches apart instead of sending them.
    private final class Recorder: RecordTarget {
        let form: RecordBatch.Form? = .batch
        let batches = Mutex<[RecordBatch]>([])
        let indexes = Mutex<[SecondaryIndexDefinition]>([])
        let modules = Mutex<[FunctionModule]>([])

        func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
        func write(_ batch: RecordBatch) async throws -> WriteResult {
            self.batches.withLock { $0.append(batch) }
            return WriteResult()
        }
        func restore(_ index: SecondaryIndexDefinition) async throws { self.indexes.withLock { $0.append(index) } }
        func restore(_ module: FunctionModule) async throws { self.modules.withLock { $0.append(module) } }

        /// All rows of all batches, decoded.
        func rows() throws -> [BatchRow] {
            try self.batches.withLock { $0 }.flatMap { batch in
                var reader = ByteReader(batch.storage.readableBytesSpan)
                _ = try ProtocolHeader(reading: &reader)
                let message = try Message(reading: &reader)
                let field = message[.batch] ?? []
                return try BatchRows(field: field.view).rows
            }
        }
    }

    private func restore(
        _ path: String,
        into recorder: Recorder = Recorder(),
        change: (inout RestorePlan) -> Void = { _ in }
    ) async throws -> (Recorder, RestoreStatistics.Counts) {
        var plan = RestorePlan(source: .file(path: path))
        change(&plan)
        let statistics = RestoreStatistics()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
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
                batches: BatchGate(ceiling: 4)
            )
            try await FileRestorer(file: file, context: context).run()
        }
        return (recorder, statistics.now)
    }

    private static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Fixtures/asb/real-4.5.8/\(name)").standardized.path
    }

    private struct Expected: Decodable {
        var digest: String
        var set: String?
        var bins: [String: Empty]
        struct Empty: Decodable {}
    }

    private static func expected() throws -> [Expected] {
        try JSONDecoder().decode([Expected].self, from: Data(contentsOf: URL(filePath: Self.fixture("contents.json"))))
    }

    @Test(arguments: ["single.asb", "compact.asb"])
    func `every record becomes a row`(file: String) async throws {
        let (recorder, counts) = try await self.restore(Self.fixture(file))
        let expected = try Self.expected()
        let rows = try recorder.rows()
        #expect(counts.records == 150 && counts.expired == 0 && counts.skipped == 0)
        #expect(Set(rows.map { Base64.encode($0.digest.bytes) }) == Set(expected.map(\.digest)))
        let bins = Dictionary(uniqueKeysWithValues: expected.map { ($0.digest, Set($0.bins.keys)) })
        for row in rows {
            #expect(
                Set(row.operations.map { String(decoding: $0.name, as: UTF8.self) })
                    == bins[Base64.encode(row.digest.bytes)]
            )
            #expect(row.header.info2.contains(.generationGreater))
        }
        #expect(recorder.indexes.withLock { $0.count } == 8)
        #expect(recorder.modules.withLock { $0.map(\.name).sorted() } == ["add.lua", "no newline.lua"])
    }

    @Test(arguments: ["zstd.asb", "aes128.asb", "aes256-env.asb", "zstd-aes256.asb"])
    func `every record of a container becomes a row`(file: String) async throws {
        let pem = try String(contentsOfFile: Self.fixture("../test_key.pem"), encoding: .utf8)
        let secret = try PrivateKeyBytes.traditional(pem: pem)
        let mode: EncryptionMode? = file.contains("aes128") ? .aes128 : file.contains("aes256") ? .aes256 : nil
        let (recorder, counts) = try await self.restore(Self.fixture(file)) { plan in
            plan.container = FileContainer(
                compression: file.contains("zstd") ? .standard : nil,
                encryption: mode.map { EncryptionKey(mode: $0, secret: secret) }
            )
        }
        let rows = try recorder.rows()
        #expect(Set(rows.map { Base64.encode($0.digest.bytes) }) == Set(try Self.expected().map(\.digest)))
        let size = try Data(contentsOf: URL(filePath: Self.fixture(file))).count
        #expect(counts.records == 150 && counts.bytes == UInt64(size))
        #expect(recorder.indexes.withLock { $0.count } == 8)
    }

    @Test func `what stands in front of damage is restored and nothing behind it`() async throws {
        let text = Array(try Data(contentsOf: URL(filePath: Self.fixture("single.asb"))))
        let frame = try await FrameCompressor(level: .standard).frame(of: text, count: text.count)
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(frame.storage[..<frame.count] + Array("junk, then more".utf8) + frame.storage[..<frame.count])
            .write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let recorder = Recorder()
        await #expect(throws: JobError.self) {
            _ = try await self.restore(path.path, into: recorder) { plan in
                plan.container = FileContainer(compression: .standard)
            }
        }
        #expect(try recorder.rows().count == 150)
    }

    private func restore(
        text: String,
        change: (inout RestorePlan) -> Void = { _ in }
    ) async throws -> (Recorder, RestoreStatistics.Counts) {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(text.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        return try await self.restore(path.path, change: change)
    }

    private static func record(_ number: UInt8, namespace: String = "test", bins: String = "1\n- I a 1\n") -> String {
        let digest = Base64.encode([UInt8](repeating: number, count: Digest.size))
        return "+ n \(namespace)\n+ d \(digest)\n+ g 1\n+ t 0\n+ b \(bins)"
    }

    /// Records that end where the first window does stand behind one without bins, and more behind them.
    @Test(arguments: ["-0", "-", "0"]) func `what follows a record with an odd number of bins is restored`(
        count: String
    ) async throws {
        let head = "Version 3.1\n# namespace test\n"
        let odd = Self.record(0, bins: "\(count)\n")
        let start = Self.record(1, bins: "1\n- S a ")
        // The size has seven digits, and a blank and a line feed go with it.
        let size = FileRestorer.windowSize - head.utf8.count - odd.utf8.count - start.utf8.count - 9
        let large = start + "\(size) " + String(repeating: "x", count: size) + "\n"
        #expect((head + odd + large).utf8.count == FileRestorer.windowSize)
        let rest = (2...200).map { Self.record($0) }.joined()
        let (recorder, counts) = try await self.restore(text: head + odd + large + rest)
        #expect(counts.records == 201 && counts.skipped == 1)
        #expect(Set(try recorder.rows().map { $0.digest.bytes[0] }) == Set(1...200))
    }

    /// What becomes of such a record is the server's affair.
    @Test(arguments: ["3.1", "3.0"]) func `a record of a namespace without a name is a record`(
        version: String
    ) async throws {
        let text = "Version \(version)\n# namespace test\n" + Self.record(1, namespace: "") + Self.record(2)
        let (recorder, counts) = try await self.restore(text: text)
        #expect(counts.records == 2)
        #expect(Set(try recorder.rows().map { String(decoding: $0.fields[0].value, as: UTF8.self) }) == ["", "test"])
    }

    @Test func `records go into another namespace`() async throws {
        let (recorder, _) = try await self.restore(Self.fixture("single.asb")) { plan in
            plan.sourceNamespace = "test"
            plan.targetNamespace = "prod"
        }
        let namespaces = Set(try recorder.rows().map { String(decoding: $0.fields[0].value, as: UTF8.self) })
        #expect(namespaces == ["prod"])
        #expect(recorder.indexes.withLock { Set($0.map(\.namespace)) } == ["prod"])
    }

    @Test func `a record of another namespace than asked for ends the restore`() async throws {
        await #expect(throws: JobError.self) {
            _ = try await self.restore(Self.fixture("single.asb")) { $0.sourceNamespace = "other" }
        }
    }

    @Test func `sets and bins are chosen`() async throws {
        let (recorder, counts) = try await self.restore(Self.fixture("single.asb")) { plan in
            plan.sets = ["people"]
            plan.bins = ["int", "str"]
        }
        let wanted = try Self.expected().filter {
            $0.set == "people" && !Set($0.bins.keys).isDisjoint(with: ["int", "str"])
        }
        #expect(Set(try recorder.rows().map { Base64.encode($0.digest.bytes) }) == Set(wanted.map(\.digest)))
        #expect(counts.records == 150 && counts.skipped == 150 - wanted.count)
    }

    @Test func `records without bins are skipped`() async throws {
        let (recorder, counts) = try await self.restore(Self.fixture("no-bins.asb"))
        #expect(try recorder.rows().isEmpty)
        #expect(counts.skipped == 150)
    }

    @Test func `no records wanted ends the file at its first`() async throws {
        let (recorder, counts) = try await self.restore(Self.fixture("single.asb")) { $0.withRecords = false }
        #expect(counts.records == 0)
        #expect(recorder.indexes.withLock { $0.count } == 8)
    }

    @Test(arguments: [1, 7, 64, 150, 1000]) func `batches have the size asked for`(size: Int) async throws {
        let (recorder, _) = try await self.restore(Self.fixture("single.asb")) { $0.batchSize = size }
        let counts = recorder.batches.withLock { $0.map(\.count) }
        #expect(counts.reduce(0, +) == 150)
        #expect(counts.allSatisfy { $0 <= size })
    }
}
