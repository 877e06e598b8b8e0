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

    @Test func `that are not UTF-8 are errors`() {
        #expect(throws: YAMLError.self) { _ = try YAMLReader.document([0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]) }
    }
}
