import BackupStorage
import Testing

@testable import BackupEngine

@Suite struct `Comparing a directory with its manifest` {
    /// A file of so many bytes whose checksum says which contents it has.
    private static func file(_ contents: Int, _ bytes: UInt64 = 100) throws -> StoredFile {
        let digits = String(contents)
        let text = String(repeating: "0", count: 32 - digits.count) + digits
        return StoredFile(bytes: bytes, checksum: try #require(Checksum(text)))
    }

    private static func files(_ contents: [String: Int]) throws -> [ExactName: StoredFile] {
        Dictionary(uniqueKeysWithValues: try contents.map { (ExactName($0), try Self.file($1)) })
    }

    private static let whole = ["a": 1, "b": 2, "c": 3, "d": 4]

    private func findings(_ found: [String: Int]) throws -> [ManifestFinding] {
        try ManifestComparison(expected: Self.files(Self.whole), found: Self.files(found)).findings()
    }

    @Test func `finds nothing where all is right`() throws {
        #expect(try self.findings(Self.whole).isEmpty)
        #expect(ManifestComparison(expected: [:], found: [:]).findings().isEmpty)
    }

    @Test(arguments: [
        (["b": 2, "c": 3, "d": 4], [ManifestFinding.missing("a")]),
        (["a": 1, "b": 2, "c": 3, "d": 4, "e": 5], [.extra("e")]),
        (["a": 1, "b": 2, "c": 3, "d": 4, "e": 2], [.copy("e", of: "b")]),
        (["a": 1, "b": 2, "c": 3, "e": 4], [.renamed("e", from: "d")]),
        (["a": 1, "b": 2, "e": 3, "f": 4], [.renamed("e", from: "c"), .renamed("f", from: "d")]),
        (["a": 2, "b": 1, "c": 3, "d": 4], [.exchanged("a", "b")]),
        (["a": 2, "b": 1, "c": 4, "d": 3], [.exchanged("a", "b"), .exchanged("c", "d")]),
        (
            ["a": 2, "b": 3, "c": 1, "d": 4],
            [.misplaced("a", contentsOf: "b"), .misplaced("b", contentsOf: "c"), .misplaced("c", contentsOf: "a")]
        ),
        (["a": 2, "b": 2, "c": 3, "d": 4], [.overwritten("a", by: "b")]),
        (["a": 2, "c": 3, "d": 4], [.misplaced("a", contentsOf: "b"), .missing("b")]),
        (["a": 2, "e": 1, "b": 2, "c": 3, "d": 4], [.overwritten("a", by: "b"), .renamed("e", from: "a")]),
        ([:], [.missing("a"), .missing("b"), .missing("c"), .missing("d")]),
    ])
    func `tells apart`(found: [String: Int], expected: [ManifestFinding]) throws {
        #expect(try self.findings(found) == expected)
    }

    @Test func `tells sizes from contents`() throws {
        var found = try Self.files(Self.whole)
        let expected = found
        found[ExactName("a")] = try Self.file(5, 99)
        found[ExactName("b")] = try Self.file(6, 101)
        found[ExactName("c")] = try Self.file(7)
        let changed = ManifestFinding.changed(
            "c",
            found: try Self.file(7).checksum,
            expected: try Self.file(3).checksum
        )
        #expect(
            ManifestComparison(expected: expected, found: found).findings() == [
                .truncated("a", found: 99, expected: 100), .enlarged("b", found: 101, expected: 100), changed,
            ]
        )
    }

    @Test func `takes equal files for what they are`() throws {
        let expected = try Self.files(["a": 1, "b": 1, "c": 1, "d": 4])
        let found = try Self.files(["b": 1, "c": 1, "d": 1, "e": 1])
        #expect(
            ManifestComparison(expected: expected, found: found).findings() == [
                .overwritten("d", by: "b"), .renamed("e", from: "a"),
            ]
        )
    }

    @Test func `names every file of any two directories that differs`() throws {
        var random = SplitMix64(seed: 4)
        let names = ["a", "b", "c", "d", "e"]
        for round in 0..<2000 {
            var directories: [[String: Int]] = [[:], [:]]
            for index in directories.indices {
                for name in names {
                    let contents = random.below(6)
                    if contents > 0 { directories[index][name] = contents }
                }
            }
            let (expected, found) = (directories[0], directories[1])
            let findings = try ManifestComparison(expected: Self.files(expected), found: Self.files(found)).findings()
            #expect(findings.isEmpty == (expected == found), "round \(round): \(expected) \(found) \(findings)")
            let words = findings.map { $0.text(in: BackupDirectory(path: "x")) }.joined(separator: "\n")
            for name in names where expected[name] != found[name] {
                let isNamed = words.contains("x/\(name) ") || words.contains("name should be \(name)")
                #expect(isNamed, "round \(round): \(expected) \(found) \(words)")
            }
        }
    }
}
