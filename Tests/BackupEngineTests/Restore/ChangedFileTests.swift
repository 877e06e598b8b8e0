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
}
