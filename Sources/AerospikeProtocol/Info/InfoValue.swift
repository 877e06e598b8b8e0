/// Ways to take values of the text protocol apart.
public enum InfoValue {
    /// Splits `key=value` pairs; a pair without `=` has an empty value. Empty entries are dropped.
    ///
    /// - Parameters:
    ///   - text: The value, such as `a=1;b=2`.
    ///   - separator: What stands between pairs.
    public static func pairs(_ text: some StringProtocol, separator: Character) -> [(key: String, value: String)] {
        text.split(separator: separator).map { entry in
            guard let equals = entry.firstIndex(of: "=") else { return (String(entry), "") }
            return (String(entry[..<equals]), String(entry[entry.index(after: equals)...]))
        }
    }

    /// The first value of a key in `key=value` pairs.
    public static func first(_ key: String, in text: some StringProtocol, separator: Character) -> String? {
        Self.pairs(text, separator: separator).first { $0.key == key }?.value
    }
}
