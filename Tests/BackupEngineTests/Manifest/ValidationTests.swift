import BackupFormat
import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `Checking a backup` {
    private static func name(_ set: String?) -> BackupContents.SetName {
        BackupContents.SetName(namespace: Array("test".utf8), set: set.map { Array($0.utf8) })
    }

    @Test func `tells what it holds`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        let (found, lines) = await backup.validate()
        let result = try #require(found)
        #expect(result.contents.sets == [Self.name(nil): 20, Self.name("set1"): 20, Self.name("set2"): 20])
        #expect(result.contents.records == 60 && result.contents.lastingRecords == 30)
        #expect(result.contents.earliestVoidTime == 1_000_000_001)
        #expect(result.contents.latestVoidTime == 1_000_000_059)
        #expect(result.contents.partitions.count == 60)
        #expect(result.coveredPartitions.count == 4096 && result.isComplete && result.hasManifest)
        #expect(result.modules == ["one.lua"] && result.indexes.isEmpty)
        #expect(lines.contains("All 4 file(s) are as the manifest says"))
    }

    @Test func `says that nothing is proven without a manifest`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        try FileManager.default.removeItem(at: backup.directory.appending(path: SmallBackup.manifest))
        let (found, lines) = await backup.validate()
        let result = try #require(found)
        #expect(!result.hasManifest && result.contents.records == 60)
        #expect(lines.filter { $0.contains("has no manifest") }.count == 1)
    }

    @Test func `of one file looks at no other`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        try FileManager.default.removeItem(at: backup.directory.appending(path: "test_00000.asb"))
        let path = backup.directory.appending(path: "test_00001.asb").path
        let (found, lines) = await backup.validate(.file(path: path))
        let result = try #require(found)
        #expect(result.isSingleFile && result.contents.records == 15)
        #expect(lines.contains("\(path) is as the manifest says, one of 4 file(s) of the backup"))
    }

    @Test func `of one file finds that it is another`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        let path = backup.directory.appending(path: "test_00001.asb")
        try Data(backup.files["test_00002.asb"] ?? []).write(to: path)
        let (result, lines) = await backup.validate(.file(path: path.path))
        #expect(result == nil)
        #expect(lines.contains { $0.contains(path.path) && $0.contains("same as test_00002.asb") })
    }

    @Test func `of one file that no manifest names says so`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        let path = backup.directory.appending(path: "copy.asb")
        try Data(backup.files["test_00002.asb"] ?? []).write(to: path)
        let (result, lines) = await backup.validate(.file(path: path.path))
        #expect(result?.hasManifest == false)
        #expect(lines.contains { $0.contains("No manifest names \(path.path)") })
    }

    @Test func `takes several backups of a directory together`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        let text = String(decoding: backup.files[SmallBackup.manifest] ?? [], as: UTF8.self)
        let body = text[..<(try #require(text.range(of: "checksum: ", options: .backwards)).lowerBound)]
            .replacing("prefix: test", with: "prefix: more").replacing("test_0000", with: "more_0000")
        let sealed = body + "checksum: \"\(try Checksum(of: body.utf8))\"\n"
        try Data(sealed.utf8).write(to: backup.directory.appending(path: "more.manifest.yaml"))
        for (name, bytes) in backup.files where name.hasSuffix(".asb") {
            try Data(bytes).write(to: backup.directory.appending(path: name.replacing("test_", with: "more_")))
        }
        let result = try #require(await backup.validate().result)
        #expect(result.contents.records == 120 && result.manifests.first?.manifests.count == 2)
    }

    /// What a manifest may say untruly though all checksums are right.
    @Test(arguments: [
        ("modules: 1", "modules: 2", "2 UDF file(s), but the files hold 1"),
        ("indexes: 0", "indexes: 5", "5 secondary index(es), but the files hold 0"),
        ("namespace: test", "namespace: other", "is of other, but it holds records of test"),
        ("\"0-4095\"", "\"1-4095\"", "partition 0 is not covered"),
    ])
    func `finds what a manifest says untruly`(old: String, new: String, words: String) async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        try Self.rewrite(backup, old, new)
        let (result, lines) = await backup.validate()
        #expect(result == nil)
        #expect(lines.last?.contains(words) == true, "\(lines)")
    }

    @Test func `counts the records of each file`() async throws {
        let backup = try await SmallBackup()
        defer { backup.remove() }
        let text = String(decoding: backup.files[SmallBackup.manifest] ?? [], as: UTF8.self)
        let number = try #require(text.range(of: "  records: 15\n"))
        try Self.rewrite(backup, String(text[..<number.upperBound]), text[..<number.lowerBound] + "  records: 16\n")
        let (wrongSum, first) = await backup.validate()
        #expect(wrongSum == nil && first.last?.contains("sum over the files, 61") == true, "\(first)")
        try Self.rewrite(backup, "  records: 60", "  records: 61", of: try SmallBackup.read(backup.directory))
        let (result, lines) = await backup.validate()
        #expect(result == nil)
        #expect(lines.last?.contains("test_00000.asb holds 16 record(s), but it holds 15") == true, "\(lines)")
    }

    /// Changes the manifest and its checksum.
    private static func rewrite(
        _ backup: SmallBackup,
        _ old: String,
        _ new: String,
        of files: [String: [UInt8]]? = nil
    ) throws {
        let text = String(decoding: (files ?? backup.files)[SmallBackup.manifest] ?? [], as: UTF8.self)
        let end = try #require(text.range(of: "checksum: ", options: .backwards))
        let body = text[..<end.lowerBound].replacing(old, with: new, maxReplacements: 1)
        let sealed = body + "checksum: \"\(try Checksum(of: body.utf8))\"\n"
        try Data(sealed.utf8).write(to: backup.directory.appending(path: SmallBackup.manifest))
    }
}
