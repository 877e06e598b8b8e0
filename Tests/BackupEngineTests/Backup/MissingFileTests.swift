import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `Files that somebody else touches while a backup runs` {
    /// Writes two files as workers do.
    private func withFiles(_ body: (BackupOutput, URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        let plan = BackupPlan(namespace: "test", destination: .directory(path: directory.path, prefix: "test"))
        let output = BackupOutput(plan: plan, shared: nil)
        for worker in 0..<2 {
            let file = try output.file(worker: worker, isFirst: false)
            try await file.output.write(Array("Version 3.1\n".utf8), 0..<12)
            output.wrote(to: file, records: 0, hasMetadata: false, worker: worker, positions: nil)
            try await output.finish(file, worker: worker)
        }
        try await body(output, directory)
    }

    @Test func `are found as they were written`() async throws {
        try await self.withFiles { output, _ in
            try output.checkFiles()
            #expect(!output.isDoubtful)
        }
    }

    @Test func `are missed`() async throws {
        try await self.withFiles { output, directory in
            try FileManager.default.removeItem(at: directory.appending(path: "test_00001.asb"))
            let error = #expect(throws: StorageError.self) { try output.checkFiles() }
            #expect(error?.message.contains("test_00001.asb is not the 12 bytes that were written") == true)
            #expect(output.isDoubtful)
        }
    }

    @Test func `are seen to be longer, or links`() async throws {
        try await self.withFiles { output, directory in
            let path = directory.appending(path: "test_00000.asb")
            try Data("Version 3.1\n# first-file\n".utf8).write(to: path)
            #expect(throws: StorageError.self) { try output.checkFiles() }
            try FileManager.default.removeItem(at: path)
            try FileManager.default.createSymbolicLink(at: path, withDestinationURL: URL(filePath: "test_00001.asb"))
            #expect(throws: StorageError.self) { try output.checkFiles() }
        }
    }

    @Test func `are seen to be others of the same length`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = BackupPlan(namespace: "test", destination: .file(path: path))
        let file = try DescriptorOutput.create(path: path, encryption: nil)
        let output = BackupOutput(plan: plan, shared: file, lock: try DestinationLock(file: path))
        let shared = try output.file(worker: nil, isFirst: true)
        try await shared.output.write(Array("Version 3.1\n".utf8), 0..<12)
        output.wrote(to: shared, records: 0, hasMetadata: true, worker: nil, positions: nil)
        try await output.finish()
        try output.checkFiles()
        try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
        defer { try? FileManager.default.removeItem(atPath: path + ".old") }
        try FileManager.default.copyItem(atPath: path + ".old", toPath: path)
        #expect(throws: StorageError.self) { try output.checkFiles() }
    }
}
