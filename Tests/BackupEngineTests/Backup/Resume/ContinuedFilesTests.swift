import AerospikeProtocol
import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `Files of a backup that is continued` {
    /// A directory with an interrupted backup of three files of 100,000 bytes, none of them finished, and its state.
    private struct Interrupted {
        static let head = Array("Version 3.1\n# namespace test\n".utf8)
        static let names = ["test_00000.asb", "test_00001.asb", "test_00002.asb"]
        static let length = 100_000

        let directory: URL
        var plan: BackupPlan

        init(withEndings: Bool = true, encryption key: EncryptionKey? = nil, areFinished: Bool = false) throws {
            self.directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: false)
            let path = self.directory.path
            self.plan = BackupPlan(namespace: "test", destination: .directory(path: path, prefix: "test"))
            self.plan.container = FileContainer(encryption: key)
            var state = BackupState(plan: self.plan)
            state.hasMetadata = true
            state.partitions = PartitionProgress(PartitionID.all.map { ScanStart($0) })
            for (number, name) in Self.names.enumerated() {
                let filling = (Self.head.count..<Self.length).map {
                    UInt8(truncatingIfNeeded: ($0 &* (number + 1)) >> 3)
                }
                let (text, url) = (Self.head + filling, self.directory.appending(path: name))
                if let key {
                    let output = try DescriptorOutput.create(path: url.path, encryption: key)
                    try output.writeBlocking(text, 0..<(text.count - 16))
                    try output.finishBlocking()
                } else {
                    try Data(text).write(to: url)
                }
                let length = UInt64(Self.length)
                let file = BackupState.File(name: name, length: length, records: 1, isFinished: areFinished)
                state.files.append(file)
            }
            if withEndings { try state.noteEndings(of: self.plan) }
            #expect(state.files.allSatisfy { ($0.ending != nil) == (withEndings && !areFinished) })
            try Data(state.text).write(to: self.directory.appending(path: "test.asb.state"))
            self.plan.continuedState = self.directory.appending(path: "test.asb.state").path
        }

        func load() throws -> ContinuedBackup { try #require(try ContinuedBackup.load(for: self.plan)) }

        /// What is said when the backup is not continued.
        func refusal() throws -> String {
            try #require(#expect(throws: JobError.self) { try ContinuedBackup.load(for: self.plan) }).message
        }

        /// Changes the bytes of a file.
        func change(_ name: String, _ body: (inout Data) -> Void) throws {
            let url = self.directory.appending(path: name)
            var bytes = try Data(contentsOf: url)
            body(&bytes)
            try bytes.write(to: url)
        }

        func size(of name: String) throws -> Int { try Data(contentsOf: self.directory.appending(path: name)).count }

        func remove() { try? FileManager.default.removeItem(at: self.directory) }
    }

    @Test func `are all cut, whether a worker goes on with them or not`() throws {
        let backup = try Interrupted()
        defer { backup.remove() }
        for (number, name) in Interrupted.names.enumerated() {
            try backup.change(name) { $0 += Data(repeating: 0x2B, count: number * 1000) }
        }
        let continued = try backup.load()
        #expect(continued.excess.map(\.found) == [101_000, 102_000])
        try continued.cutExcess(in: BackupDirectory(path: backup.directory.path))
        #expect(try Interrupted.names.map(backup.size) == [100_000, 100_000, 100_000])
        #expect(try backup.load().excess.isEmpty)
    }

    @Test(arguments: [99_999, 100_000 - (64 << 10)]) func `are refused if they end otherwise`(place: Int) throws {
        let backup = try Interrupted()
        defer { backup.remove() }
        #expect(try backup.load().excess.isEmpty)
        try backup.change("test_00001.asb") { bytes in
            bytes[place] ^= 1
            bytes += Data(count: 10)
        }
        let message = try backup.refusal()
        #expect(message.contains("test_00001.asb does not hold the 100000 bytes that the backup state file knows of"))
        #expect(try backup.size(of: "test_00001.asb") == 100_010)
    }

    @Test func `are not read as a whole`() throws {
        let backup = try Interrupted()
        defer { backup.remove() }
        try backup.change("test_00001.asb") { $0[100_000 - (64 << 10) - 1] ^= 1 }
        #expect(try backup.load().excess.isEmpty)
    }

    @Test func `are taken as they are if the state knows no endings`() throws {
        let backup = try Interrupted(withEndings: false)
        defer { backup.remove() }
        try backup.change("test_00001.asb") { $0[99_999] ^= 1 }
        #expect(try backup.load().state.files.map(\.length) == [100_000, 100_000, 100_000])
    }

    /// Who gives another key gets a backup of which neither opens all files.
    @Test(arguments: [false, true]) func `are refused under another key, finished or not`(areFinished: Bool) throws {
        let key = EncryptionKey(mode: .aes128, secret: [1])
        var backup = try Interrupted(encryption: key, areFinished: areFinished)
        defer { backup.remove() }
        #expect(try backup.load().excess.isEmpty)
        backup.plan.container = FileContainer(encryption: EncryptionKey(mode: .aes128, secret: [2]))
        #expect(try backup.refusal().contains("test_00000.asb"))
    }

    @Test func `are named by no state that are shorter than it says`() throws {
        let backup = try Interrupted()
        defer { backup.remove() }
        var state = try backup.load().state
        try backup.change("test_00001.asb") { $0.removeLast() }
        let error = #expect(throws: StorageError.self) { try state.noteEndings(of: backup.plan) }
        #expect(error?.message.contains("test_00001.asb is shorter than the 100000 bytes") == true)
        // What cannot be read was confirmed by the device all the same.
        try FileManager.default.removeItem(at: backup.directory.appending(path: "test_00001.asb"))
        try state.noteEndings(of: backup.plan)
        #expect(state.files.map { $0.ending == nil } == [false, true, false])
    }

    @Test func `are refused beside a manifest`() throws {
        let backup = try Interrupted()
        defer { backup.remove() }
        try Data().write(to: backup.directory.appending(path: "test.manifest.yaml"))
        let message = try backup.refusal()
        #expect(
            message.hasSuffix("has ended, for it has the manifest test.manifest.yaml: there is nothing to be continued")
        )
    }

    @Test func `are not read to their ends for a task that was cancelled`() async throws {
        let backup = try Interrupted()
        defer { backup.remove() }
        // A hole of a tebibyte, which takes minutes to read.
        let handle = try FileHandle(forWritingTo: backup.directory.appending(path: "test_00001.asb"))
        try handle.truncate(atOffset: 1 << 40)
        try handle.close()
        let output = BackupOutput(plan: backup.plan, shared: nil, base: try backup.load().state)
        let reading = Task { try await output.manifestFiles() }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
    }
}
