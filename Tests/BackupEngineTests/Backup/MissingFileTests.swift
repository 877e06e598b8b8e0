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

    /// Refuses its end, as a device does that is full or broken.
    private struct UnwillingOutput: OutputFile {
        let file: DescriptorOutput

        var path: String { self.file.path }
        var length: UInt64 { self.file.length }
        var isWhole: Bool { self.file.isWhole }
        func write(_ storage: [UInt8], _ range: Range<Int>) async throws { try await self.file.write(storage, range) }
        func writeBlocking(_ storage: [UInt8], _ range: Range<Int>) throws {
            try self.file.writeBlocking(storage, range)
        }
        func finish() async throws -> StoredFile? { try self.finishBlocking() }
        func finishBlocking() throws -> StoredFile? { throw StorageError("refused", number: EIO) }
        func abandon() {}
    }

    @Test func `are not said to be somebody else's because the device refused them`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = BackupPlan(namespace: "test", destination: .file(path: path))
        let file = try DescriptorOutput.create(path: path, encryption: nil)
        let output = BackupOutput(plan: plan, shared: UnwillingOutput(file: file), lock: try DestinationLock(of: file))
        let shared = try output.file(worker: nil, isFirst: true)
        try await shared.output.write(Array("Version 3.1\n".utf8), 0..<12)
        output.wrote(to: shared, records: 0, hasMetadata: true, worker: nil, positions: nil)
        let error = await #expect(throws: StorageError.self) { try await output.finish() }
        #expect(error?.message == "refused")
        #expect(try output.park().files.isEmpty)
        #expect(!output.isDoubtful && !FileManager.default.fileExists(atPath: path))
    }

    @Test func `are seen to be others of the same length in a directory`() async throws {
        try await self.withFiles { output, directory in
            let path = directory.appending(path: "test_00001.asb")
            guard let birth = FileBirth(path: path.path) else { return }
            let bytes = try Data(contentsOf: path)
            // Until the clock of the file system, which goes by milliseconds, has gone on.
            for _ in 0..<10_000 where FileBirth(path: path.path) == birth {
                try FileManager.default.removeItem(at: path)
                try bytes.write(to: path)
            }
            #expect(throws: StorageError.self) { try output.checkFiles() }
            #expect(output.isDoubtful)
            #expect(throws: StorageError.self) { try output.park() }
        }
    }

    /// A file that was begun, and one that a run has in hand, in a directory that is then moved; somebody else's stand in their
    /// places.
    @Test func `are neither cut nor made, nor named by a state, where somebody else's directory is`() async throws {
        let manager = FileManager.default
        let directory = manager.temporaryDirectory.appending(path: UUID().uuidString)
        try manager.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { for end in ["", ".1"] { try? manager.removeItem(atPath: directory.path + end) } }
        let plan = BackupPlan(namespace: "test", destination: .directory(path: directory.path, prefix: "test"))
        let lock = try DestinationLock(directory: directory.path, .shared)
        let output = BackupOutput(plan: plan, shared: nil, lock: lock)
        let (full, empty) = (
            try output.file(worker: 0, isFirst: false), try output.file(worker: 1, isFirst: false)
        )
        try await full.output.write(Array("Version 3.1\n".utf8), 0..<12)
        output.wrote(to: full, records: 0, hasMetadata: false, worker: 0, positions: nil)
        try manager.moveItem(atPath: directory.path, toPath: directory.path + ".1")
        try manager.createDirectory(at: directory, withIntermediateDirectories: false)
        let names = ["test_00000.asb", "test_00001.asb"]
        for name in names { try Data("Somebody else's".utf8).write(to: directory.appending(path: name)) }
        #expect(throws: StorageError.self) { try output.file(worker: 2, isFirst: false) }
        #expect(output.isDoubtful)
        output.park(full, worker: 0)
        output.park(empty, worker: 1)
        let error = #expect(throws: StorageError.self) { try output.park() }
        #expect(
            error?.description
                == "Directory \(directory.path) is not the one that was written to: somebody else removed or replaced it"
        )
        #expect(throws: StorageError.self) { try output.checkFiles() }
        #expect(try manager.contentsOfDirectory(atPath: directory.path).sorted() == names)
        for name in names {
            #expect(try String(contentsOf: directory.appending(path: name), encoding: .utf8) == "Somebody else's")
        }
    }

    @Test func `are neither removed nor named by a state where somebody else's file is`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { for end in ["", ".1"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let plan = BackupPlan(namespace: "test", destination: .file(path: path))
        let file = try DescriptorOutput.create(path: path, encryption: nil)
        let output = BackupOutput(plan: plan, shared: file, lock: try DestinationLock(file: path))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try Data("Somebody else's".utf8).write(to: URL(filePath: path))
        #expect(throws: StorageError.self) { try output.park() }
        #expect(output.isDoubtful)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "Somebody else's")
    }

    @Test func `get no manifest in place of somebody else's`() async throws {
        try await self.withFiles { output, directory in
            let path = directory.appending(path: "test.manifest.yaml")
            try Data("theirs".utf8).write(to: path)
            let error = #expect(throws: StorageError.self) { try output.write(manifest: [1], to: path.path) }
            #expect(error?.code == .occupied)
            #expect(output.isDoubtful)
            #expect(try String(contentsOf: path, encoding: .utf8) == "theirs")
        }
    }
}
