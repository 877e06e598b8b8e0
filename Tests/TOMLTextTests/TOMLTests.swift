import TOMLText
import Testing
import YAMLText

/// The tree of a node in one line: texts in quotes, other scalars as they are.
private func outline(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, let isPlain): isPlain ? text : "\"\(text)\""
    case .sequence(let nodes): "[" + nodes.map(outline).joined(separator: " ") + "]"
    case .mapping(let entries): "{" + entries.map { "\($0.name)=\(outline($0.value))" }.joined(separator: " ") + "}"
    }
}

private func read(_ text: String) throws -> String { outline(try TOMLReader.document(Array(text.utf8))) }

/// Documents and trees of the TOML 1.0 specification (https://toml.io/en/v1.0.0).
@Suite struct `TOML documents` {
    @Test(arguments: [
        ("", "{}"), ("# only a comment", "{}"), ("a = 1 # one\r\nb = 2\r\n", "{a=1 b=2}"),
        ("1234 = 'x'\nbare-key_ = 'y'", "{1234=\"x\" bare-key_=\"y\"}"),
        ("\"127.0.0.1\" = 1\n'quoted \"v\"' = 2\n\"\" = 3", "{127.0.0.1=1 quoted \"v\"=2 =3}"),
        ("physical.color = 'o'\nphysical . shape = 'r'\n3.14 = 1", "{physical={color=\"o\" shape=\"r\"} 3={14=1}}"),
    ]) func `keys`(text: String, tree: String) throws {
        #expect(try read(text) == tree)
    }

    @Test(arguments: [
        ("+99", "99"), ("42", "42"), ("0", "0"), ("-17", "-17"), ("+0", "0"), ("1_000", "1000"),
        ("5_349_221", "5349221"),
        ("0xDEADBEEF", "3735928559"), ("0xdead_beef", "3735928559"), ("0o01234567", "342391"), ("0b11010110", "214"),
        ("-9223372036854775808", "-9223372036854775808"), ("true", "true"), ("false", "false"),
        ("3.1415", "3.1415"), ("-0.01", "-0.01"), ("5e+22", "5e22"), ("1e06", "1e06"), ("-2E-2", "-2e-2"),
        ("6.626e-34", "6.626e-34"), ("224_617.445_991_228", "224617.445991228"), ("inf", ".inf"), ("-nan", ".nan"),
        ("[ 1, 2, 3 ]", "[1 2 3]"), ("[\n  1, # one\n  [ 'a', 2.0 ],\n]", "[1 [\"a\" 2.0]]"), ("[]", "[]"),
        ("{ x = 1, y.z = 'b' }", "{x=1 y={z=\"b\"}}"), ("{}", "{}"),
    ]) func `numbers, booleans, arrays and tables in braces`(text: String, value: String) throws {
        #expect(try read("key = \(text)") == "{key=\(value)}")
    }

    @Test(arguments: [
        (#""I'm \"q\" \u00E9 \U0001F600\t\\""#, "I'm \"q\" \u{E9} \u{1F600}\t\\"),
        (#"'C:\Users\n'"#, #"C:\Users\n"#), (#""""#, ""), ("''", ""),
        ("\"\"\"\nRoses\r\nViolets\"\"\"", "Roses\nViolets"),
        ("\"\"\"The quick \\\n\n   \n  fox \\  \n jumps.\"\"\"", "The quick fox jumps."),
        ("\"\"\"two: \"\". \"\"\"\"\"", "two: \"\". \"\""), ("'''\nI [dw]on't\\n'''", "I [dw]on't\\n"),
        ("''''That,' she said'''''", "'That,' she said''"),
    ]) func `texts`(text: String, value: String) throws {
        #expect(try read("key = \(text)") == "{key=\"\(value)\"}")
    }

    @Test(arguments: [
        ("[a.b.c]\nx = 1\n[a]\ny = 2", "{a={b={c={x=1}} y=2}}"),
        ("[ j . \"k.l\" ]\nx = 1", "{j={k.l={x=1}}}"),
        (
            "[fruit]\napple.color = 'red'\n[fruit.apple.taste]\nsweet = true",
            "{fruit={apple={color=\"red\" taste={sweet=true}}}}"
        ),
        ("[[p]]\nn = 1\n[[p]]\n[[p]]\nn = 3\n[p.q]\nr = 1", "{p=[{n=1} {} {n=3 q={r=1}}]}"),
        ("[[f]]\n[[f.v]]\nn = 1\n[[f.v]]\nn = 2\n[[f]]", "{f=[{v=[{n=1} {n=2}]} {}]}"),
    ]) func `tables`(text: String, tree: String) throws {
        #expect(try read(text) == tree)
    }

    @Test(arguments: [
        ("key = # nothing", 1, 7), ("= 1", 1, 1), ("this is not toml", 1, 6), ("a = 1 b = 2", 1, 7),
        ("a = 1\na = 2", 2, 1), ("a = 1\na.b = 2", 2, 1), ("[a]\n[b]\n[a]", 3, 2), ("[a]\nb = 1\n[a.b]", 3, 4),
        ("[fruit]\napple.color = 1\n[fruit.apple]", 3, 8), ("[a.b.c]\nz = 9\n[a]\nb.c.t = 1", 4, 1),
        ("f = []\n[[f]]", 2, 3), ("[[a.b]]\n[a]\nb.y = 2", 3, 1), ("t = { n = 1 }\nt.e = 2", 2, 1),
        ("a = { b = 1, b = 2 }", 1, 14), ("a = { b = 1,\n c = 2 }", 1, 13), ("a = { b = 1, }", 1, 14),
        ("a = [1 2]", 1, 8), ("a = [1", 1, 7), ("a = \"x", 1, 5), ("a = \"x\n\"", 1, 5), ("a = '''x''", 1, 5),
        ("a = \"\\q\"", 1, 6), ("a = \"\\uD800\"", 1, 6), ("a = \"\\u12\"", 1, 6), ("a = \"\u{1}\"", 1, 6),
        ("a = 012", 1, 5), ("a = 1__0", 1, 5), ("a = 0xfg", 1, 5), ("a = +0x1", 1, 5), ("a = 1.", 1, 5),
        ("a = .5", 1, 5),
        ("a = 9223372036854775808", 1, 5), ("a = 1979-05-27T07:32:00Z", 1, 5), ("a = 07:32:00", 1, 5),
        ("a = yes", 1, 5), ("a = True", 1, 5), ("[a", 1, 3), ("[]", 1, 2), ("[[a]", 1, 4), ("a.= 1", 1, 3),
        ("\"\"\"a\"\"\" = 1", 1, 1), ("# \u{0}", 1, 3), ("a = 1\rb = 2", 1, 6), ("\u{E9}\u{E9} = 1", 1, 1),
        ("\u{FEFF}k = '\u{E9}\u{E9}' x", 1, 10),
    ]) func `what is wrong has a place`(text: String, line: Int, column: Int) {
        let error = #expect(throws: TOMLError.self) { try read(text) }
        #expect(error?.line == line)
        #expect(error?.column == column, "\(error?.message ?? "")")
    }

    @Test func `what is not UTF-8 is refused`() {
        let error = #expect(throws: TOMLError.self) { try TOMLReader.document([0x61, 0x3D, 0x31, 0x0A, 0x23, 0xFF]) }
        #expect(error?.line == 2)
    }

    @Test func `keys and values know where they stand`() throws {
        let root = try TOMLReader.document(Array("[cluster]\n  host = \"x\"\n".utf8))
        let entry = try #require(root["cluster"]?.entries?.first)
        #expect(entry.key.line == 2 && entry.key.column == 3)
        #expect(entry.value.line == 2 && entry.value.column == 10)
    }

    @Test func `depth is limited`() {
        for text in [
            String(repeating: "[", count: 100_000), "a = " + String(repeating: "[", count: 100_000),
            "a = " + String(repeating: "{a=", count: 100_000), String(repeating: "a.", count: 100_000) + "a = 1",
        ] {
            #expect(throws: TOMLError.self) { try read(text) }
        }
    }

    /// An array of tables is a level of its own, between its key and its elements; found by fuzzing.
    @Test(arguments: [
        ("", 63), ("[a]\n", 62), ("[[a]]\n", 61), ("[[t.x]]\n", 60), ("[[a]]\n[[a.b]]\n", 59), ("[[a]]\n[a.b]\n", 60),
    ]) func `64 levels can be written as YAML, and no more are read`(head: String, keys: Int) throws {
        let key = Array(repeating: "k", count: keys).joined(separator: ".")
        let root = try TOMLReader.document(Array("\(head)\(key) = 1".utf8))
        #expect(throws: Never.self) { try YAMLReader.document(YAMLWriter.text(root)) }
        let error = #expect(throws: TOMLError.self) { try TOMLReader.document(Array("\(head)k.\(key) = 1".utf8)) }
        #expect(error?.message == "more than 64 levels")
        let path = Array(repeating: "h", count: 64).joined(separator: ".")
        #expect(throws: TOMLError.self) { try TOMLReader.document(Array("[[a]]\n[a.\(path)]\n".utf8)) }
    }
}
