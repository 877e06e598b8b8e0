import CommandLineInterface

/// Lists in values of options, separated by commas. They are taken apart by scalars, as the original does: a comma and a
/// combining character behind it are one character.
enum OptionList {
    private static let blanks: Set<Unicode.Scalar> = [" ", "\t"]

    /// The items without blanks around them.
    static func trimmed(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false).map { item in
            var item = item.drop { Self.blanks.contains($0) }
            while let last = item.last, Self.blanks.contains(last) { item.removeLast() }
            return String(item)
        }
    }

    /// The items, each of which may stand in single or double quotes to hold commas.
    static func quoted(_ text: String) -> [String] {
        var items: [String] = [""]
        var quote: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where scalar == quote: quote = nil
            case "'" where quote == nil && items[items.count - 1].isEmpty: quote = scalar
            case "\"" where quote == nil && items[items.count - 1].isEmpty: quote = scalar
            case "," where quote == nil: items.append("")
            default: items[items.count - 1].unicodeScalars.append(scalar)
            }
        }
        return items
    }

    /// The items, each of 1 to `limit` bytes.
    ///
    /// - Throws: `OptionError` with the words of the original if an item is shorter or longer, or there is none.
    static func items(_ text: String, called meaning: String, limit: Int) throws(OptionError) -> [String] {
        guard !text.isEmpty else { throw OptionError(.value, "Empty \(meaning) list") }
        let items = Self.trimmed(text)
        for item in items where item.isEmpty || item.utf8.count > limit {
            throw OptionError(.value, "Item with invalid length in \(meaning) list \(text)")
        }
        return items
    }
}
