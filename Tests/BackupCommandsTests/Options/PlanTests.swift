import BackupEngine
import BackupStorage
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Plans made of options` {
    private func backup(_ words: String...) throws -> BackupPlan {
        try BackupPlan(options: BackupOptions.parser.parse(words))
    }

    private func restore(_ words: String...) throws -> RestorePlan {
        try RestorePlan(options: RestoreOptions.parser.parse(words))
    }

    @Test func `the defaults of asbackup`() throws {
        let plan = try self.backup("-n", "test", "-d", "dir")
        #expect(plan.destination == .directory(path: "dir", prefix: "test"))
        #expect(plan.fileLimit == 262_144_000)
        #expect(plan.parallel == nil)
        #expect(plan.withRecords && plan.withIndexes && plan.withModules)
        #expect(!plan.isCompact && !plan.removesExistingFiles)
        #expect(plan.socketTimeout == 10_000 && plan.maximumRetries == 5)
    }

    @Test func `a dash is standard output`() throws {
        #expect(try self.backup("-n", "test", "-o", "-").destination == .standardOutput)
    }

    @Test func `quotes around a set hold commas`() throws {
        #expect(try self.backup("-n", "test", "-d", "x", "-s", "'a,b'").sets == ["a,b"])
    }

    @Test func `sets add up and are asked for once`() throws {
        #expect(try self.backup("-n", "test", "-d", "x", "-s", "a,b", "-s", "b,c").sets == ["a", "b", "c"])
        #expect(try self.backup("-n", "test", "-d", "x", "-s", "people,").sets == ["people", ""])
        #expect(try self.backup("-n", "test", "-d", "x", "-s", "").sets.isEmpty)
    }

    /// Scalars are compared, for strings that look the same are equal.
    @Test func `names that only look the same are all asked for`() throws {
        let (short, long) = ("\u{E9}", "e\u{301}")
        let expected = [Array(short.unicodeScalars), Array(long.unicodeScalars)]
        let backup = try self.backup("-n", "test", "-d", "x", "-s", "\(short),\(long),\(short)")
        #expect(backup.sets.map { Array($0.unicodeScalars) } == expected)
        let restore = try self.restore("-d", "x", "-s", "\(short),\(long)", "-B", "\(long),\(short)")
        #expect(restore.sets.map { Array($0.unicodeScalars) } == expected)
        #expect(restore.bins.map { Array($0.unicodeScalars) } == expected.reversed())
    }

    /// A comma or slash and a combining character behind it are one character, and two names.
    @Test func `commas and slashes are found in front of combining characters`() throws {
        #expect(try self.backup("-n", "test", "-d", "x", "-s", "a,\u{301}b").sets == ["a", "\u{301}b"])
        #expect(try self.backup("-n", "test", "-d", "x", "-B", "a,\u{301}b").bins == ["a", "\u{301}b"])
        #expect(try self.restore("-d", "x", "-s", "a,\u{301}b").sets == ["a", "\u{301}b"])
        #expect(try self.restore("--directory-list", "a,\u{301}b").source == .directories(paths: ["a", "\u{301}b"]))
        #expect(throws: OptionError.self) { try self.backup("-n", "test", "-d", "x", "-q", "../\u{301}y") }
    }

    @Test func `nice is in MiB`() throws {
        #expect(try self.backup("-n", "test", "-d", "x", "-N", "2").bytesPerSecond == 2_097_152)
        let plan = try self.restore("-i", "x", "-N", "2,300")
        #expect(plan.bytesPerSecond == 2_097_152)
        #expect(plan.recordsPerSecond == 300)
    }

    /// 2⁴³ MiB are 2⁶³ bytes, one more than `Int` can hold.
    @Test func `limits in MiB are numbers of bytes`() throws {
        let plan = try self.backup("-n", "test", "-d", "x", "-F", "8796093022207", "-N", "8796093022207")
        #expect(plan.fileLimit == 9_223_372_036_853_727_232)
        #expect(plan.bytesPerSecond == 9_223_372_036_853_727_232)
        for option in ["-F", "-N"] {
            for value in ["8796093022208", "9223372036854775807", "0"] {
                #expect(throws: OptionError.self) { try self.backup("-n", "test", "-d", "x", option, value) }
            }
        }
    }

    @Test func `the policies of asrestore`() throws {
        #expect(try self.restore("-i", "x").policy == WritePolicy(existing: .merge, checksGeneration: true))
        #expect(try self.restore("-i", "x", "-g").policy == WritePolicy(existing: .merge, checksGeneration: false))
        #expect(try self.restore("-i", "x", "-r").policy == WritePolicy(existing: .replace, checksGeneration: true))
        #expect(try self.restore("-i", "x", "-rg").policy == WritePolicy(existing: .replace, checksGeneration: false))
        #expect(try self.restore("-i", "x", "-u").policy == WritePolicy(existing: .keep, checksGeneration: true))
    }

    @Test func `compression is level 3 unless told otherwise`() throws {
        #expect(try self.backup("-n", "test", "-d", "x").container.isPlain)
        #expect(try self.backup("-n", "test", "-d", "x", "-z", "zstd").container.compression?.value == 3)
        let level = try self.backup("-n", "test", "-d", "x", "-z", "zstd", "--compression-level", "-7")
        #expect(level.container.compression?.value == -7)
        #expect(try self.restore("-i", "x", "-z", "zstd").container.compression != nil)
        #expect(throws: OptionError.self) {
            try self.backup("-n", "test", "-d", "x", "-z", "zstd", "--compression-level", "23")
        }
    }

    @Test(arguments: ["aes128", "aes256"]) func `keys come from a variable or a file`(mode: String) throws {
        let secrets = SecretSource(variable: { $0 == "K" ? "AAECAwQFBgcICQoLDA0ODw==" : nil }, file: { _ in nil })
        let words = ["-n", "test", "-d", "x", "-y", mode, "--encryption-key-env", "K"]
        let plan = try BackupPlan(options: BackupOptions.parser.parse(words), secrets: secrets)
        let mode = try #require(EncryptionMode(rawValue: mode))
        #expect(plan.container.encryption == EncryptionKey(mode: mode, secret: Array(0..<16)))
        #expect(throws: OptionError(.value, "Could not open private key file \"k\"")) {
            let words = ["-i", "x", "-y", "aes128", "--encryption-key-file", "k"]
            _ = try RestorePlan(options: RestoreOptions.parser.parse(words), secrets: secrets)
        }
    }

    @Test func `one namespace is checked and two rename`() throws {
        let one = try self.restore("-i", "x", "-n", "test")
        #expect(one.sourceNamespace == "test" && one.targetNamespace.isEmpty)
        let two = try self.restore("-i", "x", "-n", "test,prod")
        #expect(two.sourceNamespace == "test" && two.targetNamespace == "prod")
    }

    @Test func `standard input may tell its size`() throws {
        #expect(try self.restore("-i", "-").source == .standardInput(name: "-", size: nil))
        #expect(try self.restore("-i", "-:1323").source == .standardInput(name: "-:1323", size: 1323))
    }

    @Test(arguments: ["--batch-size", "--max-async-batches", "--event-loops"])
    func `numbers that hang or crash the original are refused`(option: String) throws {
        #expect(throws: OptionError.self) { try self.restore("-i", "x", option, "0") }
    }

    @Test func `directories of a list may have a parent`() throws {
        #expect(try self.restore("--directory-list", "x,y").source == .directories(paths: ["x", "y"]))
        for parent in ["p", "p/"] {
            let plan = try self.restore("--directory-list", "x, y", "--parent-directory", parent)
            #expect(plan.source == .directories(paths: ["p/x", "p/ y"]))
        }
        for list in ["", "x,", ",x", "x,,y"] {
            #expect(throws: OptionError.self) { try self.restore("--directory-list", list) }
        }
    }

    @Test func `restores may go on`() throws {
        #expect(try self.restore("-i", "x").journal == .whenInterrupted)
        #expect(try self.restore("-i", "x", "--journal", "j").journal == .file(path: "j"))
        #expect(try self.restore("-i", "x", "--continue", "j").journal == .resume(path: "j"))
        #expect(try self.restore("-i", "x", "--rejected-file", "r").rejectedPath == "r")
        #expect(throws: OptionError.self) { try self.restore("-i", "x", "--journal", "j", "--continue", "j") }
        for option in ["--journal", "--continue", "--rejected-file"] {
            #expect(throws: OptionError.self) { try self.restore("-i", "x", option, "j", "--validate") }
            #expect(throws: OptionError.self) { try self.restore("-i", "x", option, "") }
        }
    }
}
