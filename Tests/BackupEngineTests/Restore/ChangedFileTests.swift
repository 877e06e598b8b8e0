import BackupStorage
import Foundation
import Logging
import Testing

@testable import BackupEngine

@Suite struct `Files that change while they are restored` {
    private static func text(records: Int) -> String {
        "Version 3.1\n# namespace test\n" + (0..<records).map(SmallBackup.record).joined()
    }

    private static func stored(_ text: String, compressed: Bool) async throws -> Data {
        guard compressed else { return Data(text.utf8) }
        let frame = try await FrameCompressor(level: .standard).frame(of: Array(text.utf8), count: text.utf8.count)
        return Data(frame.storage[..<frame.count])
    }

    private static func file(_ bytes: Data) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try bytes.write(to: path)
        return path.path
    }

    /// Cut between two records, or longer: nothing in the file itself says so.
    @Test(arguments: [-100, 0, 1], [false, true])
    func `one of another size than before is no success`(change: Int, compressed: Bool) async throws {
        let bytes = try await Self.stored(Self.text(records: 40), compressed: compressed)
        let path = try Self.file(bytes)
        defer { unlink(path) }
        for source in [RestorePlan.Source.file(path: path), .directory(path: "unused")] {
            var plan = RestorePlan(source: source)
            plan.container = compressed ? FileContainer(compression: .standard) : .plain
            let target = RecordingTarget()
            let files = RestoreFiles(
                context: RestoreContext(plan, into: target),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let before = UInt64(bytes.count - change)
            var failure: JobError?
            do {
                try await files.run([SourceFile(path: path, size: before)])
            } catch {
                failure = error as? JobError
                #expect(failure?.code == .format)
            }
            #expect(
                failure?.message
                    == (change == 0
                        ? nil
                        : "File \(path) has \(bytes.count) bytes, it had \(before) when the restore began; "
                            + "it must not change meanwhile")
            )
            #expect(try target.messages().count == 40, "what is there is restored")
        }
    }

    @Test func `pipes and devices have no size`() {
        #expect(SourceFile.change(of: "x", from: nil, to: 7) == nil)
        #expect(SourceFile.change(of: "x", from: 7, to: 7) == nil)
    }

    /// The check may take hours, and a file that was checked first be cut before the last.
    @Test func `one that changed behind its check is not restored`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        for directory in [backup.directory.path, backup.directory.path + "//"].map(BackupDirectory.init(path:)) {
            let checked = [CheckedManifests(directory: BackupDirectory(path: "elsewhere")), try .read(in: directory)]
            for (name, bytes) in backup.files where name.hasSuffix(".asb") {
                let path = directory.path(of: name)
                try SourceFile(path: path, size: UInt64(bytes.count)).compare(with: checked)
                try SourceFile(path: path, size: nil).compare(with: checked)
                try SourceFile(path: path, size: 1).compare(with: [])
                #expect(throws: JobError.self) { try SourceFile(path: path, size: 1).compare(with: checked) }
                let alone = try CheckedManifests.read(in: BackupDirectory(holding: path))
                #expect(throws: JobError.self) { try SourceFile(path: path, size: 1).compare(with: [alone]) }
            }
        }
    }

    /// - Parameter act: Called between the check of the directory and the listing that follows.
    private static func validate(
        _ backup: SmallBackup,
        inList: Bool,
        act: @escaping @Sendable () -> Void
    ) async throws -> ValidationResult {
        let path = backup.directory.path
        var plan = RestorePlan(source: inList ? .directories(paths: [path]) : .directory(path: path))
        plan.validatesOnly = true
        let log = CapturedLog { if $0 == "All 4 file(s) are as the manifest says" { act() } }
        let logger = Logger(label: "test") { _ in log }
        return try await RestoreRun(plan: plan, statistics: RestoreStatistics(), logger: logger).validate()
    }

    @Test(arguments: [false, true])
    func `one that goes or comes behind the check is no success`(inList: Bool) async throws {
        for change in ["gone", "new", "renamed"] {
            let backup = try await SmallBackup()
            defer { backup.remove() }
            let old = backup.directory.appending(path: "test_00000.asb").path
            let new = backup.directory.appending(path: "test_00009.asb").path
            let error = await #expect(throws: JobError.self) {
                try await Self.validate(backup, inList: inList) {
                    switch change {
                    case "gone": unlink(old)
                    case "new": link(old, new)
                    default: rename(old, new)
                    }
                }
            }
            #expect(error?.code == .format)
            #expect(error?.message.contains(change == "gone" ? "\(old) is gone" : "\(new) was not there") == true)
        }
        let backup = try await SmallBackup()
        defer { backup.remove() }
        let result = try await Self.validate(backup, inList: inList) {}
        #expect(result.contents.records == 60)
    }

    /// The check of one file says nothing of the others.
    @Test func `others beside a single file may come and go`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        unlink(backup.directory.appending(path: "test_00000.asb").path)
        let path = backup.directory.appending(path: "test_00001.asb").path
        #expect(await backup.validate(.file(path: path)).result?.contents.records == 15)
    }

    /// Without a manifest nobody knows of a file that was never listed; one that was listed must be there.
    @Test func `one that goes behind the listing is an error without a manifest, too`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let files = RestoreFiles(
            context: RestoreContext(RestorePlan(source: .directory(path: "unused")), into: RecordingTarget()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        await #expect(throws: StorageError.self) { try await files.run([SourceFile(path: path, size: 7)]) }
    }
}
