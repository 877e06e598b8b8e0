import AerospikeProtocol
import BackupStorage
import Foundation
import Logging
import Synchronization

@testable import BackupEngine

/// A directory with a small backup of four files, written as `asbackup` writes them, and its manifest.
struct SmallBackup: Sendable {
    let directory: URL
    let container: FileContainer
    /// The files as they were written, by name.
    let files: [String: [UInt8]]

    static let manifest = "test.manifest.yaml"

    /// Writes a backup of 60 records into a new directory.
    init(container: FileContainer = .plain) async throws {
        self.directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        self.container = container
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: false)
        var plan = BackupPlan(namespace: "test", destination: .directory(path: self.directory.path, prefix: "test"))
        plan.container = container
        let output = BackupOutput(plan: plan, shared: nil)
        for part in 0..<4 { try await Self.write(part, plan, output) }
        var manifest = BackupManifest(
            plan: plan,
            prefix: "test",
            started: UTCTime(seconds: 1_000_000_000),
            ended: UTCTime(seconds: 1_000_000_001),
            files: try await output.manifestFiles(),
            partitions: PartitionID.all
        )
        manifest.modules = 1
        try AtomicFile.write(manifest.text(), to: self.directory.appending(path: Self.manifest).path)
        self.files = try Self.read(self.directory)
    }

    private static func write(_ part: Int, _ plan: BackupPlan, _ output: BackupOutput) async throws {
        let writer = try BackupFileWriter(
            output: output,
            plan: plan,
            statistics: BackupStatistics(),
            throttle: nil,
            clock: StageClock()
        )
        try writer.open(isFirst: part == 0)
        if part == 0 { writer.text.append(utf8: "* u L one.lua 27 function one() return 1 end\n") }
        for number in (part * 15)..<((part + 1) * 15) {
            writer.text.append(utf8: Self.record(number))
            writer.appended(records: 1)
        }
        try await writer.finish()
    }

    /// A record of partition `number`: every third of no set, every second without a void time.
    static func record(_ number: Int) -> String {
        let digest = Base64.encode([UInt8(number), 0] + [UInt8](repeating: UInt8(number), count: 18))
        let set = number % 3 == 0 ? "" : "+ s set\(number % 3)\n"
        let voidTime = number % 2 == 0 ? 0 : 1_000_000_000 + number
        return "+ n test\n+ d \(digest)\n\(set)+ g 1\n+ t \(voidTime)\n+ b 1\n- I number \(number)\n"
    }

    static func read(_ directory: URL) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            files[name] = Array(try Data(contentsOf: directory.appending(path: name)))
        }
        return files
    }

    func remove() { try? FileManager.default.removeItem(at: self.directory) }

    /// What a check of the directory prints, and what it finds; `nil` if that is not what the manifest says.
    func validate(_ source: RestorePlan.Source? = nil) async -> (result: ValidationResult?, lines: [String]) {
        var plan = RestorePlan(source: source ?? .directory(path: self.directory.path))
        plan.validatesOnly = true
        plan.container = self.container
        let log = CapturedLog()
        let run = RestoreRun(plan: plan, statistics: RestoreStatistics(), logger: Logger(label: "test") { _ in log })
        do {
            let result = try await run.validate()
            try result.check()
            return (result, log.lines)
        } catch {
            return (nil, log.lines + ["\(error)"])
        }
    }
}

/// Keeps the lines that are logged, and acts on each.
final class CapturedLog: LogHandler, Sendable {
    private let captured = Mutex<[String]>([])
    private let act: @Sendable (String) -> Void

    init(_ act: @escaping @Sendable (String) -> Void = { _ in }) { self.act = act }

    var lines: [String] { self.captured.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        self.captured.withLock { $0.append("\(event.message)") }
        self.act("\(event.message)")
    }
}
