/// Ways to take values of the text protocol apart.
public enum InfoValue {
    /// Splits `key=value` pairs; a pair without `=` has an empty value. Empty entries are dropped.
    ///
    /// - Parameters:
    ///   - text: The value, such as `a=1;b=2`.
    ///   - separator: What stands between pairs, an ASCII character.
    public static func pairs(_ text: some StringProtocol, separator: Unicode.Scalar) -> [(key: String, value: String)] {
        Self.pairs(of: Substring(text), separator: separator)
    }

    /// By bytes, and for one type: character by character, for any type, the values of a namespace took 4 ms.
    private static func pairs(of text: Substring, separator: Unicode.Scalar) -> [(key: String, value: String)] {
        text.utf8.split(separator: UInt8(ascii: separator)).map { entry in
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { return (String(Substring(entry)), "") }
            return (
                String(Substring(entry[..<equals])), String(Substring(entry[entry.index(after: equals)...]))
            )
        }
    }

    /// The first value of a key in `key=value` pairs.
    public static func first(_ key: String, in text: some StringProtocol, separator: Unicode.Scalar) -> String? {
        Self.pairs(text, separator: separator).first { $0.key == key }?.value
    }
}
