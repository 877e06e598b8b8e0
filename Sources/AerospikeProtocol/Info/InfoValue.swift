/// Ways to take values of the text protocol apart.
public enum InfoValue {
    /// The most pairs that are taken from a value: a namespace tells some 500, and 1,500 more if it has 128 devices.
    public static let mostPairs = 16_384

    /// Splits `key=value` pairs, the first `mostPairs` of them; a pair without `=` has an empty value. Empty entries are
    /// dropped.
    ///
    /// - Parameters:
    ///   - text: The value, such as `a=1;b=2`.
    ///   - separator: What stands between pairs, an ASCII character.
    public static func pairs(_ text: some StringProtocol, separator: Unicode.Scalar) -> [(key: String, value: String)] {
        // By bytes, and for one type: character by character, for any type, the values of a namespace took 4 ms.
        InfoEntries(text, separator: separator, most: Self.mostPairs).map { entry in
            guard let equals = entry.utf8.firstIndex(of: UInt8(ascii: "=")) else { return (String(entry), "") }
            return (String(entry[..<equals]), String(entry[entry.utf8.index(after: equals)...]))
        }
    }

    /// The first value of a key in `key=value` pairs, however many there are.
    public static func first(_ key: String, in text: some StringProtocol, separator: Unicode.Scalar) -> String? {
        for entry in InfoEntries(text, separator: separator, most: .max) where entry.utf8.starts(with: key.utf8) {
            let rest = entry.utf8.dropFirst(key.utf8.count)
            if rest.isEmpty { return "" }
            if rest.first == UInt8(ascii: "=") { return String(Substring(rest.dropFirst())) }
        }
        return nil
    }
}
