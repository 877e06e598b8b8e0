import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Filters of records` {
    static let file = try? ParsedFile(
        Array(
            """
            Version 3.1
            + n test
            + d AAAAAAAAAAAAAAAAAAAAAAAAAAA=
            + s a\\ set
            + g 1
            + t 0
            + b 3
            - I a 1
            - I b\\ c 2
            - N d

            """.utf8
        )
    )

    @Test(arguments: [
        (["a"], ["a"]), (["b c", "d"], ["b c", "d"]), (["x"], []), ([#"b\ c"#], []), ([], []),
        (["d", "a", "a"], ["a", "d"]),
    ])
    func `keep the bins asked for`(names: [String], kept: [String]) throws {
        let file = try #require(Self.file)
        var record = try #require(file.records.first)
        record.keepBins(named: NameSet(names), window: file.text.view)
        #expect(record.bins.map { String(decoding: $0.name.bytes(in: file.text.view), as: UTF8.self) } == kept)
    }

    @Test(arguments: [(["a set"], true), (["a"], false), ([], false), (["x", "a set"], true), ([""], false)])
    func `know the sets asked for`(names: [String], isIn: Bool) throws {
        let file = try #require(Self.file)
        let record = try #require(file.records.first)
        let result = record.isInSet(among: NameSet(names), window: file.text.view)
        #expect(result == isIn)
    }
}
