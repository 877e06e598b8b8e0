/// What a word without quotes is: a boolean, a number, or nothing that a document may hold.
enum TOMLNumber: Hashable {
    /// A boolean or number, in one spelling: integers in decimal, floats without underscores, infinite ones as in YAML.
    case value(String)
    /// An integer of more than 64 bits.
    case tooLarge
    /// A date or time.
    case date
    /// None of these.
    case other

    init(_ word: String) {
        switch word {
        case "true", "false": self = .value(word)
        case "inf", "+inf": self = .value(".inf")
        case "-inf": self = .value("-.inf")
        case "nan", "+nan", "-nan": self = .value(".nan")
        default: self = Self.radix(word) ?? Self.decimal(word)
        }
    }

    /// Reads `0x1F`, `0o17` and `0b11`, which have no sign.
    private static func radix(_ word: String) -> Self? {
        let bases: [(prefix: String, base: Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
        for (prefix, base) in bases where word.hasPrefix(prefix) {
            let digits = word.dropFirst(2)
            guard let digits = Self.digits(digits, { $0.hexDigitValue.map { $0 < base } ?? false }) else {
                return .other
            }
            return Int64(digits, radix: base).map { .value(String($0)) } ?? .tooLarge
        }
        return nil
    }

    private static func decimal(_ word: String) -> Self {
        let isSigned = word.hasPrefix("-") || word.hasPrefix("+")
        let sign = word.hasPrefix("-") ? "-" : ""
        let (mantissa, exponent) = Self.cut(word.dropFirst(isSigned ? 1 : 0)) { $0 == "e" || $0 == "E" }
        let (whole, fraction) = Self.cut(mantissa) { $0 == "." }
        guard let whole = Self.digits(whole), whole == "0" || !whole.hasPrefix("0") else {
            return Self.isDate(word) ? .date : .other
        }
        if fraction == nil, exponent == nil { return Int64(sign + whole).map { .value(String($0)) } ?? .tooLarge }
        var text = sign + whole
        if let fraction {
            guard let fraction = Self.digits(fraction) else { return .other }
            text += "." + fraction
        }
        if let exponent {
            let hasSign = exponent.hasPrefix("-") || exponent.hasPrefix("+")
            guard let digits = Self.digits(exponent.dropFirst(hasSign ? 1 : 0)) else { return .other }
            text += "e" + (exponent.hasPrefix("-") ? "-" : "") + digits
        }
        return .value(text)
    }

    /// The parts in front of and behind the first character of a kind.
    private static func cut(_ text: Substring, where isCut: (Character) -> Bool) -> (Substring, Substring?) {
        guard let index = text.firstIndex(where: isCut) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }

    /// The digits without the underscores, which may only stand between digits; `nil` if there is anything else.
    private static func digits(
        _ text: Substring,
        _ isDigit: (Character) -> Bool = { ("0"..."9").contains($0) }
    ) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && isDigit($0) } }) else { return nil }
        return parts.joined()
    }

    /// Whether a word begins as `1979-05` or `07:32`.
    private static func isDate(_ word: String) -> Bool {
        let digits = word.prefix { $0.isASCII && $0.isNumber }.count
        let next = word.dropFirst(digits).first
        return digits == 4 && next == "-" || digits == 2 && next == ":"
    }
}
