import AerospikeProtocol
import Testing

/// What a server may make of the text protocol without memory for each of its bytes.
@Suite struct `Limits of the text protocol` {
    @Test func `a reply has as many lines as commands and a few more`() throws {
        let lines = "build\t8.1.0.3\n" + String(repeating: "\n", count: 17)
        #expect(try InfoReply(body: Array(lines.utf8).view, answering: 2)["build"] == "8.1.0.3")
        let error = #expect(throws: ProtocolError.self) {
            try InfoReply(body: Array(lines.utf8).view, answering: 1)
        }
        #expect(error?.code == .badInfo)
        #expect(error?.message == "more than 17 lines in the answer to 1 command(s), one for each is right")
    }

    @Test func `a last line without line feed counts`() throws {
        let lines = String(repeating: "\n", count: 17) + "x"
        #expect(throws: ProtocolError.self) { try InfoReply(body: Array(lines.utf8).view, answering: 1) }
        #expect(try InfoReply(body: Array(lines.utf8).view, answering: 2).lines.count == 18)
    }

    @Test func `pairs are taken up to a number that no node has`() {
        let text = String(repeating: ";a=1", count: 20_000) + ";b=2"
        #expect(InfoValue.pairs(text, separator: ";").count == 16_384)
        #expect(InfoValue.first("b", in: text, separator: ";") == "2")
    }

    @Test func `parts of a list are taken up to a number that no node has`() {
        let text = String(repeating: "a;", count: 300_000)
        #expect(InfoEntries(text, separator: ";").reduce(0) { count, _ in count + 1 } == 262_144)
    }

    @Test(
        arguments: [
            ("a", "1"), ("b", ""), ("ab", "x=y"), ("", "z"), ("c", "first"), ("d", nil), ("abc", nil),
        ] as [(String, String?)]
    )
    func `the first value of a key is found`(key: String, value: String?) {
        #expect(InfoValue.first(key, in: ";ab=x=y;;a=1;b;=z;c=first;c=second;", separator: ";") == value)
    }

    @Test func `pairs are split at the first equals sign`() {
        let pairs = InfoValue.pairs(";ab=x=y;;b;=z;c=", separator: ";")
        #expect(pairs.map(\.key) == ["ab", "b", "", "c"])
        #expect(pairs.map(\.value) == ["x=y", "", "z", ""])
    }
}
