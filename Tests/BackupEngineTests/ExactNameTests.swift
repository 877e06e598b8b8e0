import Testing

@testable import BackupEngine

@Suite struct `Names as keys` {
    @Test(arguments: [
        ("\u{E9}", "e\u{301}"), ("K", "\u{212A}"), ("\u{AC00}", "\u{1100}\u{1161}"), ("a", "b"), ("", "a"),
    ])
    func `are equal only if their bytes are`(one: String, other: String) {
        #expect(ExactName(one) == ExactName(one) && ExactName(one) != ExactName(other))
        #expect(!one.hasSameBytes(as: other) && one.hasSameBytes(as: one))
        #expect(Set([one, other, one].map { ExactName($0) }).count == 2)
        #expect((ExactName(one) < ExactName(other)) != (ExactName(other) < ExactName(one)))
    }

    @Test func `are in the order of their bytes`() {
        #expect(
            ["\u{E9}", "f", "e\u{301}", "e"].map { ExactName($0) }.sorted().map(\.text).joined(separator: " ")
                == "e e\u{301} f \u{E9}"
        )
    }
}
