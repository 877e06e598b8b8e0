import AerospikeClient
import AerospikeProtocol
import BackupEngine
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Selecting what to back up` {
    private static let digest = "ddRmYV4SsIaf3hnrsxdm7DjGAGo="

    private func plan(_ words: String...) throws -> BackupPlan {
        try BackupPlan(options: BackupOptions.parser.parse(["-n", "test", "-o", "-"] + words))
    }

    private func filters(_ words: String...) throws -> [String] {
        let plan = try BackupPlan(options: BackupOptions.parser.parse(["-n", "test", "-o", "-"] + words))
        guard case .partitions(let selection) = plan.partitions else { return [] }
        return selection.filters.map(\.description)
    }

    /// Rows of the original's transcripts.
    @Test(arguments: [
        ("1141", ["partition 1141"]), ("1141-1", ["partition 1141"]), ("0-4096", ["4096 partitions from 0 to 4095"]),
        ("1-4095", ["4095 partitions from 1 to 4095"]), ("1- 2", ["2 partitions from 1 to 2"]),
        ("10-5,0-10", ["10 partitions from 0 to 9", "5 partitions from 10 to 14"]),
        (Self.digest, ["partition 1141 after \(Self.digest)"]),
        ("1140,\(Self.digest)", ["partition 1140", "partition 1141 after \(Self.digest)"]),
    ])
    func `lists of partitions`(list: String, filters: [String]) throws {
        #expect(try self.filters("-X", list) == filters)
    }

    @Test func `all partitions unless told otherwise`() throws {
        #expect(try self.filters() == ["4096 partitions from 0 to 4095"])
    }

    @Test func `what follows a digest`() throws {
        #expect(
            try self.filters("-D", Self.digest)
                == ["partition 1141 after \(Self.digest)", "2954 partitions from 1142 to 4095"]
        )
        #expect(
            try self.filters("-D", "/////////////////////////wA=")
                == ["partition 4095 after /////////////////////////wA="]
        )
    }

    /// The messages are those of the original's transcripts, but for 5-0, which kills the original, and for a digest of a
    /// partition that is listed too, which it does not notice.
    @Test(arguments: [
        ("-X", "1-4096", "Invalid partition filter '1-4096'"), ("-X", "4096", "Invalid partition filter '4096'"),
        ("-X", "5-0", "Invalid partition filter '5-0'"), ("-X", "-1", "Invalid partition filter '-1'"),
        ("-X", "x", "Invalid partition filter 'x'"), ("-X", "", "Empty partition list"),
        ("-X", "1,", "Invalid partition filter ''"), ("-X", "1-", "Invalid partition filter '1-'"),
        ("-X", "1 - 2", "Invalid partition filter '1 - 2'"), ("-X", "EjRWeJq8", "Invalid partition filter 'EjRWeJq8'"),
        ("-X", "0-9223372036854775807", "Invalid partition filter '0-9223372036854775807'"),
        ("-X", "1,1", "Range overlap in partition list '1,1'"),
        ("-X", "0-10,5-10", "Range overlap in partition list '0-10,5-10'"),
        ("-X", "\(Self.digest),1000-200", "Range overlap in partition list '\(Self.digest),1000-200'"),
        ("-D", "EjRWeJq8", "Error while parsing after-digest 'EjRWeJq8'"),
        ("-D", "", "Error while parsing after-digest ''"),
        ("-D", "EjRWeJq83vEjRRI0VniavN7xI0U", "Error while parsing after-digest 'EjRWeJq83vEjRRI0VniavN7xI0U'"),
        ("-D", "////////////////////////////", "Error while parsing after-digest '////////////////////////////'"),
        ("-l", "localhost:3000", "Invalid node list localhost:3000 (invalid IP address localhost)"),
        ("-l", "127.0.0.1", "Invalid node list 127.0.0.1 (missing \":\")"),
        ("-l", "127.0.0.1:x", "Invalid node list 127.0.0.1:x (invalid port value x)"),
        ("-l", "127.0.0.1:0", "Invalid node list 127.0.0.1:0 (invalid port value 0)"), ("-l", "", "Empty node list"),
        ("-l", "[::1:3000", "Invalid node list [::1:3000 (missing \":\")"),
        ("-f", "@@@@", "Invalid base64 encoded string: @@@@"),
        ("--prefer-racks", "x", "Invalid rack id x"), ("--prefer-racks", "-1", "Invalid rack id -1"),
        ("--prefer-racks", "1000001", "Invalid rack id 1000001"), ("--prefer-racks", "1,,2", "Invalid rack id "),
    ])
    func `what is wrong is refused with the original's words`(option: String, value: String, message: String) throws {
        let options = try BackupOptions.parser.parse(["-n", "test", "-o", "-", option, value])
        do throws(OptionError) {
            _ = try BackupPlan(options: options)
            Issue.record("\(option) \(value) was accepted")
        } catch {
            #expect(error.message.hasPrefix(message), "\(error.message)")
        }
    }

    @Test func `nodes are listed by address and are the first seeds`() throws {
        let words = ["-n", "test", "-o", "-", "-l", "10.0.0.1:3000;[0:0::1]:3001,10.0.0.2:name:3002"]
        let options = try BackupOptions.parser.parse(words)
        let plan = try BackupPlan(options: options)
        #expect(plan.partitions == .masters(addresses: ["10.0.0.1:3000", "[::1]:3001", "10.0.0.2:3002"]))
        #expect(plan.partitions.usualParallel == 16)
        let seeds = try NodeListText.seeds(options, otherwise: [Seed(host: "127.0.0.1")])
        #expect(seeds.map(\.description) == ["10.0.0.1:3000", "[::1]:3001", "10.0.0.2:3002"])
        let both = try BackupOptions.parser.parse(["-l", "10.0.0.1:3000", "-h", "db1"])
        let others = try NodeListText.seeds(both, otherwise: [Seed(host: "db1")])
        #expect(others.map(\.description) == ["10.0.0.1:3000", "db1:3000"])
    }

    @Test func `filters of records`() throws {
        let all = try self.plan()
        #expect(all.records.packed(sets: all.sets).isEmpty)
        #expect(Base64.encode(try self.plan("--no-ttl-only").records.packed(sets: ["one"])) == "kwGRRf8=")
        #expect(try self.plan("-f", "kwGRRf8=").records.packed(sets: []) == Base64.decode("kwGRRf8="))
        let moment = try MomentText().moment("2020-06-01", last: false)
        let before = try self.plan("-b", "2020-06-01", "-s", "a,b").records
        #expect(
            before.packed(sets: ["a", "b"])
                == RecordFilter.all([
                    SetFilter.packed(["a", "b"]), RecordFilter.updated(before: Int64(moment) * 1_000_000_000),
                ])
        )
    }

    @Test func `an estimate writes nowhere`() throws {
        let plan = try BackupPlan(options: BackupOptions.parser.parse(["-n", "test", "-e"]))
        #expect(plan.destination == .nowhere)
        #expect(plan.estimateSamples == 10_000)
        #expect(try self.plan().estimateSamples == nil)
    }
}
