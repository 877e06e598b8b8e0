import BackupStorage
import Foundation
import Logging
import Testing

@testable import BackupEngine

/// Two files whose names look the same: one begins with one scalar, the other with two.
@Suite struct `Files with names that look the same` {
    private static let short = "\u{E9}_00000.asb"
    private static let long = "e\u{301}_00000.asb"

    /// A directory with both files and a manifest that names both. The system's calls are used, for Foundation changes names.
    private static func withDirectory(_ body: (BackupDirectory) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let directory = BackupDirectory(path: path)
        var files: [BackupManifest.File] = []
        for (name, text) in [(Self.short, "one"), (Self.long, "other")] {
            try AtomicFile.write(Array(text.utf8), to: directory.path(of: name))
            let stored = StoredFile(bytes: UInt64(text.utf8.count), checksum: try Checksum(of: Array(text.utf8)))
            files.append(BackupManifest.File(name: name, stored: stored, records: 0))
        }
        let manifest = BackupManifest(
            plan: BackupPlan(namespace: "test", destination: .directory(path: path, prefix: "test")),
            prefix: "test",
            started: UTCTime(seconds: 1),
            ended: UTCTime(seconds: 2),
            files: files,
            partitions: []
        )
        try AtomicFile.write(manifest.text(), to: directory.path(of: manifest.name))
        try await body(directory)
    }

    private static func check(_ directory: BackupDirectory) async throws -> (checked: CheckedManifests, lines: [String])
    {
        let log = CapturedLog()
        let check = ManifestCheck(logger: Logger(label: "test") { _ in log }, stop: StopSignal())
        return (try await check.run(directory), log.lines)
    }

    @Test func `are two files of a manifest`() async throws {
        try await Self.withDirectory { directory in
            let (checked, lines) = try await Self.check(directory)
            #expect(checked.files.count == 2)
            #expect(lines == ["All 2 file(s) are as the manifest says"])
        }
    }

    @Test(arguments: [short, long], ["onE", "otheR", ""])
    func `are each compared`(name: String, text: String) async throws {
        try await Self.withDirectory { directory in
            try directory.remove([name])
            try AtomicFile.write(Array(text.utf8), to: directory.path(of: name))
            await #expect(throws: JobError.self) { try await Self.check(directory) }
        }
    }

    @Test(arguments: [short, long]) func `are each missed`(name: String) async throws {
        try await Self.withDirectory { directory in
            try directory.remove([name])
            await #expect(throws: JobError.self) { try await Self.check(directory) }
        }
    }

    @Test func `are not what the other is`() async throws {
        try await Self.withDirectory { directory in
            let (checked, _) = try await Self.check(directory)
            let long = SourceFile(path: directory.path(of: Self.long), size: 5)
            #expect(throws: Never.self) { try long.compare(with: [checked]) }
            let short = SourceFile(path: directory.path(of: Self.short), size: 5)
            #expect(throws: JobError.self) { try short.compare(with: [checked]) }
        }
    }
}
