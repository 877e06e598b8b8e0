import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Files of the original tool` {
    static let folder = "asb/real-4.5.8/"

    @Test(arguments: [
        ("single.asb", 150, 8, 2, true), ("compact.asb", 150, 8, 2, true), ("no-bins.asb", 150, 8, 2, true),
    ])
    func `have the records, indexes and modules they should`(
        name: String,
        records: Int,
        indexes: Int,
        modules: Int,
        isFirst: Bool
    ) throws {
        let file = try ParsedFile(Fixture.bytes(Self.folder + name))
        #expect(file.records.count == records)
        #expect(file.indexes.count == indexes)
        #expect(file.modules.count == modules)
        #expect(file.head.isFirstFile == isFirst)
        #expect(file.head.namespace == Array("test".utf8))
    }

    @Test func `of one directory have all records together`() throws {
        let files = try (0..<3).map { try ParsedFile(Fixture.bytes(Self.folder + "directory/test_0000\($0).asb")) }
        #expect(files.map(\.records.count).reduce(0, +) == 150)
        #expect(files.count { $0.head.isFirstFile } == 1)
        #expect(files.map(\.indexes.count).reduce(0, +) == 8)
        #expect(files.map(\.modules.count).reduce(0, +) == 2)
    }

    @Test(arguments: [
        ("single.asb", false), ("compact.asb", true), ("no-bins.asb", false), ("set-people-bins.asb", false),
        ("directory/test_00000.asb", false), ("directory/test_00001.asb", false), ("directory/test_00002.asb", false),
    ])
    func `come out the same when their records are encoded again`(name: String, isCompact: Bool) throws {
        let file = try ParsedFile(Fixture.bytes(Self.folder + name))
        #expect(!file.records.isEmpty)
        for record in file.records {
            let again = try text(of: [file.scanMessage(of: record)], compact: isCompact)
            // The original writes the sign of a NaN, which readers of today do not all accept.
            let original = String(decoding: file.text[record.range], as: UTF8.self)
            #expect(String(decoding: again, as: UTF8.self) == original.replacing(" -nan\n", with: " nan\n"))
        }
    }

    @Test(arguments: ["single.asb", "compact.asb"])
    func `come out the same when their head and globals are written again`(name: String) throws {
        let file = try ParsedFile(Fixture.bytes(Self.folder + name))
        var writer = ByteWriter(capacity: 16)
        BackupHead.write(namespace: "test", isFirstFile: true, to: &writer)
        for index in file.indexes { index.write(to: &writer) }
        for module in file.modules { module.write(to: &writer) }
        let first = try #require(file.records.first).range.lowerBound
        #expect([UInt8](copying: writer.bytes) == Array(file.text[..<first]))
    }
}
