import Testing
import YAMLText

@Suite struct `YAML documents` {
    @Test func `are written with words plain and everything else quoted`() {
        let node = YAMLNode([
            "version": YAMLNode(1),
            "namespace": YAMLNode(text: "test"),
            "odd": YAMLNode(text: "true"),
            "digest": YAMLNode(text: "t0f1hU0LMyWZKNDPq3+tgdar+/Y="),
            "complete": YAMLNode(true),
            "none": YAMLNode([:]),
            "files": YAMLNode([
                YAMLNode(["path": YAMLNode(text: "a.asb"), "sizes": YAMLNode([YAMLNode(1), YAMLNode(2)])])
            ]),
        ])
        let text = String(decoding: YAMLWriter.text(node, comment: ["A line.", "Another."]), as: UTF8.self)
        #expect(
            text == """
                # A line.
                # Another.
                version: 1
                namespace: test
                odd: "true"
                digest: "t0f1hU0LMyWZKNDPq3+tgdar+/Y="
                complete: true
                none: {}
                files:
                - path: a.asb
                  sizes: [1, 2]

                """
        )
    }

    @Test(arguments: [
        "", " ", "a: b", "- x", "#", "\n", "\u{0}", "é\t\"\\", "12", "null", "~", "a\nb\n", "x # y", "{}", "*a",
    ])
    func `keep any text`(text: String) throws {
        let node = YAMLNode(["key": YAMLNode(text: text), text: YAMLNode(1)])
        let read = try #require(try YAMLReader.document(YAMLWriter.text(node)))
        #expect(read["key"]?.text == text)
        #expect(read[text]?.count == 1)
    }

    @Test func `know where everything stands`() throws {
        let root = try #require(try YAMLReader.document(Array("# c\na: 1\nb:\n  - x\n  - \"2\"\n".utf8)))
        #expect(root["a"]?.integer == 1)
        let second = try #require(root["b"]?.nodes?.last)
        #expect(second.integer == nil)
        #expect(second.text == "2")
        #expect([second.line, second.column] == [5, 5])
    }

    @Test func `may be empty`() throws {
        #expect(try YAMLReader.document(Array("# nothing\n".utf8)) == nil)
    }

    @Test(arguments: [
        ("a: 1\nb: [1, 2\n", 3, "did not find expected ',' or ']'"),
        ("a: 1\na: 2\n", 2, "the key \"a\" stands here again"),
        ("a: &x 1\nb: *x\n", 2, "an alias; write the value itself"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("? [a]\n: b\n", 1, "a key that is not a text"),
        (String(repeating: "[", count: 100), 1, "more than 64 levels"),
        ("a: \u{1}\n", 1, "control characters are not allowed"),
    ])
    func `say where they are wrong`(text: String, line: Int, message: String) {
        let error = #expect(throws: YAMLError.self) { _ = try YAMLReader.document(Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.message == message)
    }

    @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"])
    func `have a few directives`(end: String) throws {
        let tags = (1...5).map { "%TAG !t\($0)! x\(end)" }
        let few = try YAMLReader.document(Array("\(tags[..<4].joined())---\na: 100%\n".utf8))
        #expect(few?["a"]?.text == "100%")
        let error = #expect(throws: YAMLError.self) {
            try YAMLReader.document(Array("\(tags.joined())---\na: 1\n".utf8))
        }
        #expect(error?.message == "more than 4 directives (lines that begin with %)")
        #expect(error?.line == (end.utf8.contains(0x0A) ? 5 : 1))
    }

    @Test func `may name their version, and begin with a byte order mark`() throws {
        let root = try YAMLReader.document(Array("\u{FEFF}%YAML 1.1\n---\na: 1\nb: 2\n".utf8))
        #expect(root?["b"]?.integer == 2)
    }

    @Test func `of UTF-16 are errors`() {
        let text = "a: 1\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(throws: YAMLError.self) { _ = try YAMLReader.document([0xFF, 0xFE] + text) }
    }

    @Test func `that are not UTF-8 are errors`() {
        #expect(throws: YAMLError.self) { _ = try YAMLReader.document([0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]) }
    }
}
