/// Words of a journal: whatever a name holds, it is one word of one line.
enum JournalText {
    /// The text with `%`, blanks and control characters as `%` and two hexadecimal digits; `%` alone if it is empty.
    static func escaped(_ text: String) -> String {
        guard !text.isEmpty else { return "%" }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "%") {
                bytes += Array("%".utf8) + Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of a word; `nil` if it is none.
    static func unescaped(_ word: String) -> String? {
        guard word != "%" else { return "" }
        guard !word.isEmpty else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(word.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds the ranges of a word such as `0-10,20-30`; `-` is none of them.
    ///
    /// - Returns: Whether it is such a word.
    static func addRanges(_ word: String, to ranges: inout [Range<UInt64>]) -> Bool {
        guard word != "-" else { return true }
        var rest = word.utf8[...]
        // One by one: a list of the items would take many times the memory of the word.
        while true {
            let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            guard let range = Self.range(Substring(rest[..<end])) else { return false }
            ranges.append(range)
            guard end < rest.endIndex else { return true }
            rest = rest[rest.index(after: end)...]
        }
    }

    private static func range(_ item: Substring) -> Range<UInt64>? {
        let ends = item.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false).map { UInt64($0) }
        guard ends.count == 2, let lower = ends[0], let upper = ends[1], lower < upper else { return nil }
        return lower..<upper
    }
}
