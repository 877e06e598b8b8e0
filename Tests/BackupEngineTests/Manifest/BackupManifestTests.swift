import BackupStorage
import Foundation
import Testing
import YAMLText

@testable import BackupEngine

@Suite struct `Manifests` {
    private static func stored(_ bytes: UInt64, _ digit: String) throws -> StoredFile {
        StoredFile(bytes: bytes, checksum: try #require(Checksum(String(repeating: digit, count: 32))))
    }

    private static func manifest() throws -> BackupManifest {
        var manifest = BackupManifest(
            tool: "asbackup 0.1.0",
            namespace: "test",
            prefix: "odd prefix",
            started: UTCTime(seconds: 951_827_696),
            ended: UTCTime(seconds: 951_827_700),
            files: [
                BackupManifest.File(name: "odd prefix_00000.asb", stored: try Self.stored(100, "0"), records: 2),
                BackupManifest.File(name: "odd prefix_00001.asb", stored: try Self.stored(20, "f"), records: 1),
            ],
            indexes: 3,
            modules: 4,
            partitions: [PartitionRange(begin: 0, count: 4000), PartitionRange(begin: 4095, count: 1)],
            isComplete: true
        )
        manifest.sets = ["people", "", "a, b: \"c\"\n"]
        manifest.bins = ["int", "true"]
        manifest.filters = [BackupManifest.Filter(option: "no-bins", value: "true")]
        manifest.isCompressed = true
        manifest.encryption = .aes256
        return manifest
    }

    private static let text = """
        format: 1
        tool: "asbackup 0.1.0"
        namespace: test
        prefix: "odd prefix"
        sets: [people, "", "a, b: \\"c\\"\\n"]
        bins: [int, "true"]
        filters:
        - option: no-bins
          value: "true"
        started: "2000-02-29T12:34:56Z"
        ended: "2000-02-29T12:35:00Z"
        container:
          compression: zstd
          encryption: aes256
        totals:
          files: 2
          bytes: 120
          records: 3
          indexes: 3
          modules: 4
        partitions:
          covered: ["0-3999", "4095"]
          complete: true
        files:
        - name: "odd prefix_00000.asb"
          bytes: 100
          records: 2
          checksum: "00000000000000000000000000000000"
        - name: "odd prefix_00001.asb"
          bytes: 20
          records: 1
          checksum: ffffffffffffffffffffffffffffffff

        """

    /// A text with the last line that belongs to it.
    private static func sealed(_ text: String) throws -> [UInt8] {
        Array((text + "checksum: \"\(try Checksum(of: text.utf8))\"\n").utf8)
    }

    @Test func `are written as text with a checksum of their own`() throws {
        let text = String(decoding: try Self.manifest().text(), as: UTF8.self)
        #expect(text.hasPrefix("# Manifest of an Aerospike backup"))
        let body = try #require(text.range(of: "format: 1"))
        let end = try #require(text.range(of: "checksum: ", options: .backwards))
        #expect(text[body.lowerBound..<end.lowerBound] == Self.text)
        #expect(text[end.lowerBound...] == "checksum: \"\(try Checksum(of: text[..<end.lowerBound].utf8))\"\n")
    }

    @Test func `are read as they were written`() throws {
        let manifest = try Self.manifest()
        #expect(try BackupManifest(text: manifest.text()) == manifest)
        #expect(try BackupManifest(text: Self.sealed(Self.text)) == manifest)
        #expect(manifest.name == "odd prefix.manifest.yaml")
        #expect(manifest.records == 3 && manifest.bytes == 120)
    }

    @Test func `carry what was seen of the cluster`() throws {
        var manifest = try Self.manifest()
        manifest.cluster = BackupManifest.Cluster(
            start: .init(nodes: ["C1", "C2"], keys: ["388B6BDB0328"], migrations: 0),
            end: .init(nodes: ["C1"], keys: ["1", "2"], migrations: 1334),
            warnings: ["node C2: \"left\"\n"]
        )
        let text = try manifest.text()
        #expect(try BackupManifest(text: text) == manifest)
        #expect(String(decoding: text, as: UTF8.self).contains("migrations: 1334"))
        #expect(BackupManifest.Cluster(ClusterHistory()) == nil)
    }

    @Test func `name indexes that were left out`() throws {
        var manifest = try Self.manifest()
        manifest.leftOutIndexes = ["index \"s1\": of a set", "another"]
        manifest.cluster = BackupManifest.Cluster(
            start: .init(nodes: ["C1"], keys: ["1"], migrations: 0),
            end: .init(nodes: ["C1"], keys: ["1"], migrations: 0)
        )
        let text = try manifest.text()
        #expect(try BackupManifest(text: text) == manifest)
        #expect(String(decoding: text, as: UTF8.self).contains("\nindexes-left-out: ["))
        let bad = Self.text + "indexes-left-out: 1\n"
        #expect(throws: YAMLError.self) { try BackupManifest(text: Self.sealed(bad)) }
    }

    @Test func `may have keys that later versions add`() throws {
        let text = Self.text + "later: {key: [1, 2]}\n"
        #expect(try BackupManifest(text: Self.sealed(text)) == Self.manifest())
    }

    /// What is replaced by what, and the line, the column and a word of the message.
    @Test(arguments: [
        ("format: 1", "format: 2", 1, 9, "format 1"),
        ("format: 1", "format: \"1\"", 1, 9, "format 1"),
        ("format: 1\n", "", 1, 1, "format is missing"),
        ("namespace: test", "namespace: [test]", 3, 12, "must be a text"),
        ("sets: [people,", "sets: [[people],", 5, 8, "list of texts"),
        ("bins: [int, \"true\"]", "bins: int", 6, 7, "must be a list"),
        ("- option: no-bins\n  value", "- value", 8, 3, "option is missing"),
        ("\"2000-02-29T12:34:56Z\"", "\"2001-02-29T12:34:56Z\"", 10, 10, "2026-01-31T12:00:00Z"),
        ("compression: zstd", "compression: lz4", 13, 16, "none or zstd"),
        ("encryption: aes256", "encryption: true", 14, 15, "aes128"),
        ("  files: 2", "  files: 3", 16, 10, "sum over the files, 2"),
        ("  bytes: 120", "  bytes: 121", 17, 10, "sum over the files, 120"),
        ("  records: 3", "  records: -3", 18, 12, "0 or more"),
        ("  indexes: 3", "  indexes: \"3\"", 19, 12, "0 or more"),
        ("\"0-3999\"", "\"0-4096\"", 22, 13, "0-4095"),
        ("\"0-3999\"", "\"9-8\"", 22, 13, "0-4095"),
        ("complete: true", "complete: yes", 23, 13, "true or false"),
        ("odd prefix_00000.asb", "../odd_00000.asb", 25, 9, "without directories"),
        ("odd prefix_00000.asb", "odd_00000.txt", 25, 9, ".asb"),
        ("odd prefix_00000.asb", "odd prefix_00001.asb", 29, 3, "stands here again"),
        ("  bytes: 100", "  bytes: 1e2", 26, 10, "0 or more"),
        ("100\n  records: 2", "9223372036854775807\n  records: 9223372036854775807", 17, 10, "sum over the files"),
        ("ffffffffffffffffffffffffffffffff", "fff", 32, 13, "32 hexadecimal"),
        ("modules: 4", "modules: 4\n  modules: 4", 21, 3, "again"),
    ])
    func `with a mistake are refused by line and column`(
        old: String,
        new: String,
        line: Int,
        column: Int,
        word: String
    ) throws {
        let range = try #require(Self.text.range(of: old))
        let text = try Self.sealed(Self.text.replacingCharacters(in: range, with: new))
        let error = try #require(throws: YAMLError.self) { try BackupManifest(text: text) }
        #expect(error.line == line && error.column == column, "\(error)")
        #expect(error.message.contains(word), "\(error)")
    }

    @Test func `with any byte changed are refused`() throws {
        let text = try Self.manifest().text()
        for place in text.indices {
            var changed = text
            changed[place] ^= 1 << (place % 8)
            #expect(throws: YAMLError.self, "byte \(place)") { try BackupManifest(text: changed) }
        }
    }

    @Test func `that are cut are refused`() throws {
        let text = try Self.manifest().text()
        for count in text.indices {
            #expect(throws: YAMLError.self, "\(count) bytes") { try BackupManifest(text: Array(text[..<count])) }
        }
        #expect(throws: YAMLError.self) { try BackupManifest(text: text + Array("\n".utf8)) }
        #expect(throws: YAMLError.self) { try BackupManifest(text: text + Array("# more\n".utf8)) }
    }
}
