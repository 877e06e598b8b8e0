import Testing

@testable import CommandLineInterface

/// What files and servers say, as a terminal may have it.
@Suite struct `Printable text` {
    @Test(arguments: ["", "plain", "Käse, 東京 🙂", "tab is \\t here"]) func `is left as it is`(text: String) {
        #expect(PrintableText.line(text) == text)
    }

    @Test(arguments: [
        ("a\u{1B}]0;title\u{07}b", "a\\x1b]0;title\\x07b"), ("one\ntwo\r", "one\\x0atwo\\x0d"),
        ("\u{7F}\u{9B}2J", "\\x7f\\x9b2J"),
        ("\u{202E}gpj.exe", "\\u{202e}gpj.exe"), ("\r\n", "\\x0d\\x0a"),
    ]) func `steers no terminal and begins no line`(text: String, line: String) {
        #expect(PrintableText.line(text) == line)
    }
}
