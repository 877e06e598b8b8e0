import AerospikeClient
import AerospikeProtocol
import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `State of an interrupted backup` {
    /// A digest of partition 7, in base64 `BwABAgMEBQYHCAkKCwwNDg8QERI=`.
    static let digest = Digest(high: 0x0700_0102_0304_0506, middle: 0x0708_090A_0B0C_0D0E, low: 0x0F10_1112)

    static var example: BackupState {
        var plan = BackupPlan(namespace: "test", destination: .directory(path: "backup", prefix: "test"))
        plan.sets = ["people", "odd set"]
        plan.container = FileContainer(
            compression: .standard,
            encryption: EncryptionKey(mode: .aes256, secret: [1, 2])
        )
        var state = BackupState(plan: plan)
        state.files = [
            BackupState.File(name: "test_00000.asb", length: 1_048_116, records: 1378, isFinished: true),
            BackupState.File(name: "test_00001.asb", length: 495_153, records: 651, isFinished: false),
        ]
        state.files[1].ending = Checksum("ade52f1a9cb3e8a9b1e7a3a4a0c5d2f1")
        state.hasMetadata = true
        state.counts.indexes = 2
        state.counts.modules = 1
        state.counts.writtenIndexes = 1
        state.partitions = PartitionProgress(PartitionID.all.dropFirst(8).map { ScanStart($0) })
        for partition in PartitionID.all.prefix(7) { state.partitions[partition] = .complete(last: nil) }
        state.partitions[Self.digest.partition] = .incomplete(after: Self.digest)
        return state
    }

    /// The example of `Spec/state-file.md`.
    static let text = """
        # An interrupted backup. asbackup --continue with this file and the same options goes on.
        asbackup-state: 1
        options:
          namespace: [test]
          set: ["odd set", people]
          compress: [zstd]
          encrypt: [aes256]
        destination:
          kind: directory
        done:
          records: 2029
          bytes: 1543269
          indexes: 2
          modules: 1
          left-out: 0
          metadata-written: true
          indexes-written: 1
        files:
        - name: test_00000.asb
          length: 1048116
          records: 1378
          finished: true
        - name: test_00001.asb
          length: 495153
          records: 651
          finished: false
          ending: ade52f1a9cb3e8a9b1e7a3a4a0c5d2f1
        partitions:
          complete: [0-6]
          not-started: [8-4095]
          after:
            7: "BwABAgMEBQYHCAkKCwwNDg8QERI="

        """

    static func read(_ text: String) throws -> BackupState {
        try BackupState(text: Array(text.utf8), path: "s.state")
    }

    @Test func `is written as documented`() {
        #expect(String(decoding: Self.example.text, as: UTF8.self) == Self.text)
    }

    @Test func `is read as it was written`() throws {
        #expect(try Self.read(Self.text) == Self.example)
    }

    @Test func `of a version that noted no endings is read`() throws {
        let text = Self.text.replacingOccurrences(of: "  ending: ade52f1a9cb3e8a9b1e7a3a4a0c5d2f1\n", with: "")
        var expected = Self.example
        expected.files[1].ending = nil
        #expect(try Self.read(text) == expected)
    }

    @Test func `of a file and of standard output comes back`() throws {
        for destination: BackupPlan.Destination in [.file(path: "a b/c: d.asb"), .standardOutput] {
            var state = BackupState(plan: BackupPlan(namespace: "t", destination: destination))
            if destination == .standardOutput { state.destination = .standardOutput(start: [0, 1, 255]) }
            let text = String(decoding: state.text, as: UTF8.self)
            #expect(try Self.read(text) == state)
        }
    }

    @Test func `keeps what was seen of the cluster`() throws {
        var state = Self.example
        let view = BackupManifest.Cluster.View(nodes: ["A1", "B2"], keys: ["1C277FBCAD8F"], migrations: 0)
        state.cluster = BackupManifest.Cluster(start: view, end: view, warnings: ["node A1: it's alone"])
        #expect(try Self.read(String(decoding: state.text, as: UTF8.self)) == state)
    }

    /// The continuation does not ask for indexes again if they are written.
    @Test func `keeps which indexes were left out`() throws {
        var state = Self.example
        state.leftOutIndexes = ["index \"s1\": of a set", "another"]
        #expect(try Self.read(String(decoding: state.text, as: UTF8.self)) == state)
        let statistics = BackupStatistics()
        statistics.begin(with: state)
        #expect(statistics.leftOutIndexes == state.leftOutIndexes && statistics.warnings == state.leftOutIndexes)
    }

    @Test func `holds no key`() {
        let key = EncryptionKey(mode: .aes128, secret: Array("top secret".utf8))
        var plan = BackupPlan(namespace: "t", destination: .standardOutput)
        plan.container.encryption = key
        let text = String(decoding: BackupState(plan: plan).text, as: UTF8.self)
        #expect(text.contains("encrypt: [aes128]"))
        #expect(!text.contains("secret"))
    }

    @Test(arguments: [
        ("asbackup-state: 1", "asbackup-state: 2", "line 2, column 17: this asbackup knows version 1 of the file only"),
        ("asbackup-state: 1", "state: 1", "line 2, column 1: not a state of asbackup: there is no asbackup-state"),
        ("records: 2029", "records: 2030", "line 11, column 3: records and bytes are not the sums over the files"),
        ("  kind: directory", "  kind: bucket", "line 9, column 9: kind must be directory, file or stdout"),
        ("length: 495153", "length: -1", "line 24, column 11: length must be a number, 0 or more"),
        ("[0-6]", "[0-4096]", "line 29, column 14: not a partition, nor a range of partitions such as 7-9"),
        ("[0-6]", "[0-7]", "line 32, column 8: partition 7 stands here again"),
        ("    7:", "    6:", "line 32, column 8: not the base64 of a digest of partition 6"),
        ("    7: ", "    7: x", "line 32, column"),
        ("ending: a", "ending: A", "line 27, column 11: ending must be 32 hexadecimal digits"),
        ("  left-out: 0\n", "", "line 11, column 3: the key left-out is missing"),
        ("finished: true", "finished: maybe", "line 22, column 13: finished must be true or false"),
        (
            "  encrypt: [aes256]", "  encrypted: [aes256]",
            "line 7, column 3: unknown key \"encrypted\"; known are: after-"
        ),
        ("options:\n", "extra: 1\noptions:\n", "line 3, column 1: unknown key \"extra\""),
        ("length: 1048116", "length: 9223372036854775807", "length is more than any backup holds"),
        ("modules: 1", "modules: 9223372036854775807", "line 14, column 12: modules is more than any backup holds"),
        ("length: 1048116", "length: 1048117", "records and bytes are not the sums over the files"),
        ("name: test_00001", "name: test_00000", "line 23, column 3: the file test_00000.asb stands here again"),
    ]) func `says where it is wrong`(_ old: String, _ new: String, _ message: String) throws {
        let changed = Self.text.replacingOccurrences(of: old, with: new)
        #expect(changed != Self.text)
        let error = #expect(throws: JobError.self) { try Self.read(changed) }
        let found = try #require(error).message
        #expect(found.hasPrefix("Unable to read all data from the backup state file s.state: line "))
        #expect(found.contains(message))
    }

    @Test(arguments: ["garbage", "", "[1, 2]", "a: [", "\u{0}"]) func `refuses what is no state`(_ text: String) {
        #expect(throws: JobError.self) { try Self.read(text) }
    }

    @Test func `of the original tool is named as such`() {
        let error = #expect(throws: JobError.self) {
            try BackupState(text: [UInt8](repeating: 0, count: 83_649), path: "bar.asb.state")
        }
        #expect(error?.message.hasPrefix("State file bar.asb.state was made by the original asbackup") == true)
    }

    /// Each name once, so that states are compared in no more steps than there are options.
    @Test func `of any plan has only options that are read again`() throws {
        var plan = BackupPlan(namespace: "t", destination: .standardOutput)
        plan.sets = ["a"]
        plan.bins = ["b"]
        plan.records.modifiedAfter = 1
        plan.records.modifiedBefore = 2
        plan.records.onlyNeverExpiring = true
        plan.records.expression = [0xC3]
        plan.withoutBins = true
        plan.withIndexes = false
        plan.withModules = false
        plan.container = FileContainer(compression: .standard, encryption: EncryptionKey(mode: .aes128, secret: [1]))
        var found: Set<String> = []
        for partitions: PartitionChoice in [
            .masters(addresses: ["127.0.0.1:3000"]), .partitions(PartitionSelection(after: Self.digest)),
            .partitions(PartitionSelection([ScanStart(after: Self.digest)])),
        ] {
            for withRecords in [true, false] {
                plan.partitions = partitions
                plan.withRecords = withRecords
                let state = BackupState(plan: plan)
                #expect(try Self.read(String(decoding: state.text, as: UTF8.self)).options == state.options)
                found.formUnion(state.options.options.map(\.name))
            }
        }
        #expect(found == BackupFingerprint.names)
    }

    @Test func `refuses sixty thousand options at the first that it does not know`() {
        let options = (0..<60_000).map { "  o\($0): [x]\n" }.joined()
        let text = Self.text.replacingOccurrences(of: "  encrypt: [aes256]\n", with: options)
        let error = #expect(throws: JobError.self) { try Self.read(text) }
        #expect(error?.message.contains("unknown key \"o0\"") == true)
        #expect((error?.message.utf8.count ?? 0) < 500)
    }

    @Test func `fits the room set aside for it`() {
        var state = Self.example
        for partition in PartitionID.all {
            let number = UInt64(partition.number)
            let digest = Digest(high: (number & 0xFF) << 56 | (number >> 8) << 48, middle: 1, low: 1)
            state.partitions[partition] = .incomplete(after: digest)
        }
        #expect(state.partitions.resumeAfter.count == 4096)
        #expect(state.text.count < 200 << 10)
    }
}
