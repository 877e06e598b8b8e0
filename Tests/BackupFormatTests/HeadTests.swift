import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Heads of files` {
    static func head(_ text: String, isFinal: Bool = true) throws -> (head: BackupFileHead, next: Int)? {
        var parser = BlockParser(fileName: "a.asb")
        let bytes = Array(text.utf8)
        guard case .head(let head, let next) = try parser.parseHead(bytes.view, at: 0, isFinal: isFinal) else {
            return nil
        }
        #expect(parser.isLegacy == (head.minorVersion == 0))
        return (head, next)
    }

    @Test(arguments: [("test", "test"), ("my ns", #"my\ ns"#), (#"a\b"#, #"a\\b"#)], [false, true])
    func `are written and read`(name: (String, String), isFirstFile: Bool) throws {
        var writer = ByteWriter(capacity: 16)
        BackupHead.write(namespace: name.0, isFirstFile: isFirstFile, to: &writer)
        let text = String(decoding: writer.bytes)
        #expect(text == "Version 3.1\n# namespace \(name.1)\n" + (isFirstFile ? "# first-file\n" : ""))
        let (head, next) = try #require(try Self.head(text))
        #expect(head.isFirstFile == isFirstFile && head.minorVersion == 1 && next == text.utf8.count)
        #expect(head.rawNamespace == Array(name.1.utf8))
        #expect(head.namespace == Array(name.0.utf8))
    }

    @Test(arguments: [("3.0", 0), ("3.1", 1), ("3.2", 2)])
    func `have versions`(version: String, minor: Int) throws {
        #expect(try Self.head("Version \(version)\n")?.head.minorVersion == minor)
    }

    @Test func `do not end while the next byte may begin another line`() throws {
        #expect(try Self.head("Version 3.1\n# namespace test\n", isFinal: false) == nil)
        #expect(try Self.head("Version 3.1\n# namespace test\n+", isFinal: false)?.next == 29)
        #expect(try Self.head("Version 3.1\n# namesp", isFinal: false) == nil)
        #expect(try Self.head("Vers", isFinal: false) == nil)
        #expect(try Self.head("", isFinal: false) == nil)
    }
}
