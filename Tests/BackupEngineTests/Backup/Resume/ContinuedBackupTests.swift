import AerospikeProtocol
import BackupStorage
import Testing

@testable import BackupEngine

@Suite struct `Continuing a backup` {
    private typealias Change = @Sendable (inout BackupPlan) -> Void

    private static var plan: BackupPlan {
        var plan = BackupPlan(namespace: "test", destination: .directory(path: "backup", prefix: "test"))
        plan.sets = ["people", "odd set"]
        plan.container = FileContainer(
            compression: .standard,
            encryption: EncryptionKey(mode: .aes256, secret: [1, 2])
        )
        return plan
    }

    private static let found: [ExactName: UInt64] = [
        ExactName("test_00000.asb"): 1_048_116, ExactName("test_00001.asb"): 495_153,
    ]

    private static func check(
        _ plan: BackupPlan = Self.plan,
        state: BackupState = `State of an interrupted backup`.example,
        found: [ExactName: UInt64] = Self.found
    ) throws -> ContinuedBackup {
        try ContinuedBackup(state, plan: plan, found: found)
    }

    private static func refusal(
        found: [ExactName: UInt64] = Self.found,
        state: BackupState = `State of an interrupted backup`.example,
        _ change: (inout BackupPlan) -> Void = { _ in }
    ) throws -> String {
        var plan = Self.plan
        change(&plan)
        let error = #expect(throws: JobError.self) { try Self.check(plan, state: state, found: found) }
        return try #require(error).message
    }

    @Test func `is left what is not finished`() throws {
        let backup = try Self.check()
        #expect(backup.excess.isEmpty)
        #expect(backup.selection.starts.count == 4089)
        #expect(backup.selection.starts.first == ScanStart(after: `State of an interrupted backup`.digest))
    }

    @Test func `may be as fast, and write as, it likes`() throws {
        var plan = Self.plan
        plan.sets = ["odd set", "people"]
        plan.parallel = 7
        plan.isCompact = true
        plan.fileLimit = 1 << 20
        plan.recordsPerSecond = 5
        plan.destination = .directory(path: "elsewhere", prefix: "new")
        plan.container.compression = try CompressionLevel(19)
        plan.maximumRecords = 2029
        #expect(try Self.check(plan).excess.isEmpty)
    }

    @Test func `names every option that differs`() throws {
        let words = try Self.refusal { plan in
            plan.namespace = "prod"
            plan.sets = []
            plan.bins = ["a"]
            plan.withIndexes = false
            plan.container = FileContainer(encryption: EncryptionKey(mode: .aes128, secret: [1, 2]))
        }
        #expect(
            words == """
                A backup can only be continued with the options it was begun with: --namespace was test and is prod; \
                --set was odd set,people and is not given; --compress was zstd and is not given; \
                --encrypt was aes256 and is aes128; --bin-list was not given and is a; --no-indexes was not given and is true
                """
        )
    }

    /// One scalar, and two: they look the same, and `==` takes them for one.
    @Test func `tells names apart that only look the same`() throws {
        let (short, long) = ("\u{E9}", "e\u{301}")
        var plan = Self.plan
        plan.sets = [short]
        var state = BackupState(plan: plan)
        state.partitions = PartitionProgress(PartitionSelection.all.starts)
        state.files = [.init(name: "\(short).asb", length: 7, records: 1, isFinished: true)]
        let own = [ExactName("\(short).asb"): UInt64(7)]
        #expect(try Self.check(plan, state: state, found: own).excess.isEmpty)
        let foreign = own.merging([ExactName("\(long).asb"): 7]) { $1 }
        let error = #expect(throws: JobError.self) { try Self.check(plan, state: state, found: foreign) }
        #expect(error?.message.contains("found 2; not of this backup: \(long).asb") == true)
        plan.sets = [long]
        let other = #expect(throws: JobError.self) { try Self.check(plan, state: state, found: own) }
        #expect(other?.message.contains("--set was \(short) and is \(long)") == true)
    }

    /// The order in which they are sorted says nothing of them.
    @Test func `takes sets that look the same in any order`() throws {
        var plan = Self.plan
        plan.sets = ["\u{E9}", "e\u{301}"]
        var state = BackupState(plan: plan)
        state.partitions = PartitionProgress(PartitionSelection.all.starts)
        plan.sets.reverse()
        #expect(try Self.check(plan, state: state, found: [:]).excess.isEmpty)
    }

    @Test func `cuts what no state vouches for`() throws {
        let backup = try Self.check(found: Self.found.merging([ExactName("test_00001.asb"): 500_000]) { $1 })
        #expect(backup.excess == [.init(name: "test_00001.asb", found: 500_000, recorded: 495_153)])
    }

    @Test func `refuses files that are not as they were`() throws {
        let short = try Self.refusal(found: Self.found.merging([ExactName("test_00001.asb"): 495_152]) { $1 })
        #expect(short == "Expected file pos (495153) did not match file pos (495152) for file (test_00001.asb)")
        let grown = try Self.refusal(found: Self.found.merging([ExactName("test_00000.asb"): 1_048_117]) { $1 })
        #expect(grown == "Expected file pos (1048116) did not match file pos (1048117) for file (test_00000.asb)")
        let fewer = try Self.refusal(found: [ExactName("test_00001.asb"): 495_153])
        #expect(fewer.contains("test_00000.asb of the backup state file is not there"))
        let more = try Self.refusal(found: Self.found.merging([ExactName("zz.asb"): 1]) { $1 })
        #expect(more == "Expected 2 backup files, but found 3; not of this backup: zz.asb")
        let none = try Self.refusal(found: [:])
        #expect(none.hasPrefix("Expected 1 incomplete backup files per the backup state, but found 0"))
    }

    @Test func `refuses another destination`() throws {
        #expect(
            try Self.refusal { $0.destination = .file(path: "f.asb") }.hasPrefix(
                "Expected 1 backup file save state for resuming backup-to-file, but found 2 in the backup state file"
            )
        )
        var state = `State of an interrupted backup`.example
        state.destination = .file(path: "g.asb")
        #expect(
            try Self.refusal(state: state) { $0.destination = .file(path: "f.asb") }
                .hasPrefix("Expected output file name of g.asb")
        )
        #expect(try Self.refusal(state: state).contains("--output-file g.asb"))
        state.destination = .standardOutput(start: [])
        #expect(try Self.refusal(state: state).contains("--output-file -"))
    }

    @Test func `refuses a limit that is passed`() throws {
        #expect(
            try Self.refusal { $0.maximumRecords = 2028 }
                == "Continuing backup with 2029 records already backed up, but --max-records set to 2028"
        )
    }

    @Test func `refuses fewer or more partitions`() throws {
        let fewer = try Self.refusal {
            $0.partitions = .partitions(PartitionSelection(ScanPiece(from: 0, count: 100).starts))
        }
        #expect(
            fewer == """
                Error while narrowing partition filters from backup state file: partition 100 was not covered by any \
                partition range
                """
        )
        var state = `State of an interrupted backup`.example
        state.partitions[try #require(PartitionID(5))] = nil
        #expect(try Self.refusal(state: state) == "Partition 5 was not saved in the backup state file")
        var plan = Self.plan
        plan.partitions = .masters(addresses: ["127.0.0.1:3000"])
        state.options = BackupFingerprint(plan)
        _ = try Self.check(plan, state: state)
    }

    /// A digest of partition 0 behind which a backup begins, in base64 `AAABAQEBAQEBAQEBAQEBAQEBAQE=`.
    private static let start = Digest(
        high: 0x0000_0101_0101_0101,
        middle: 0x0101_0101_0101_0101,
        low: 0x0101_0101
    )

    private static func state(from selection: PartitionSelection) -> BackupState {
        var plan = Self.plan
        plan.partitions = .partitions(selection)
        var state = BackupState(plan: plan)
        state.partitions = PartitionProgress(selection.starts)
        return state
    }

    @Test func `refuses another start within a partition`() throws {
        let rest = PartitionSelection([ScanStart(after: Self.start)])
        let whole = PartitionSelection(ScanPiece(from: 0, count: 1).starts)
        let wider = try Self.refusal(found: [:], state: Self.state(from: rest)) { $0.partitions = .partitions(whole) }
        #expect(wider.hasSuffix("--partition-list was AAABAQEBAQEBAQEBAQEBAQEBAQE= and is without a digest"))
        let narrower = try Self.refusal(found: [:], state: Self.state(from: whole)) {
            $0.partitions = .partitions(rest)
        }
        #expect(narrower.hasSuffix("--partition-list was without a digest and is AAABAQEBAQEBAQEBAQEBAQEBAQE="))
        let behind = PartitionSelection(after: Self.start)
        let all = try Self.refusal(found: [:], state: Self.state(from: behind)) { $0.partitions = .partitions(.all) }
        #expect(all.hasSuffix("--after-digest was AAABAQEBAQEBAQEBAQEBAQEBAQE= and is not given"))
        for selection in [rest, whole, behind, .all] {
            var plan = Self.plan
            plan.partitions = .partitions(selection)
            let state = Self.state(from: selection)
            #expect(try Self.check(plan, state: state, found: [:]).selection.starts == selection.starts)
        }
    }

    @Test func `says in the manifest behind which digests it began`() {
        var plan = Self.plan
        plan.partitions = .partitions(PartitionSelection([ScanStart(after: Self.start)]))
        let digest = "AAABAQEBAQEBAQEBAQEBAQEBAQE="
        #expect(plan.filters == [BackupManifest.Filter(option: "partition-list", value: digest)])
        plan.partitions = .partitions(PartitionSelection(after: Self.start))
        #expect(plan.filters == [BackupManifest.Filter(option: "after-digest", value: digest)])
        plan.partitions = .partitions(PartitionSelection(ScanPiece(from: 0, count: 1).starts))
        #expect(plan.filters.isEmpty)
    }

    @Test func `knows which state can be of no other backup`() {
        var plan = BackupPlan(namespace: "n", destination: .directory(path: "d", prefix: "p"))
        #expect(plan.hasStateBeside)
        plan.stateDestination = "there"
        #expect(!plan.hasStateBeside)
        plan.stateDestination = "d"
        #expect(plan.hasStateBeside)
        plan.destination = .file(path: "f")
        #expect(!plan.hasStateBeside)
        plan.stateDestination = nil
        #expect(plan.hasStateBeside)
        plan.destination = .standardOutput
        #expect(!plan.hasStateBeside)
    }

    @Test(
        arguments: [
            (BackupPlan.Destination.directory(path: "d", prefix: "p"), nil, "d/p.asb.state"),
            (.directory(path: "d/", prefix: "p"), nil, "d/p.asb.state"),
            (.file(path: "x/f.asb"), nil, "x/f.asb.state"), (.standardOutput, nil, "n.asb.state"),
            (.standardOutput, "there", "there/n.asb.state"),
            (.directory(path: "d", prefix: "p"), "there", "there/p.asb.state"),
            (.file(path: "x/f.asb"), "my.state", "my.state"),
        ] as [(BackupPlan.Destination, String?, String)]
    )
    func `knows where the state goes`(_ destination: BackupPlan.Destination, _ given: String?, _ path: String) {
        var plan = BackupPlan(namespace: "n", destination: destination)
        plan.stateDestination = given
        #expect(plan.stateFile { $0 == "there" } == path)
    }
}
