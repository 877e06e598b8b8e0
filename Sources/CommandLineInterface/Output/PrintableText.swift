/// Text of files and servers as a terminal and a log may have it.
package enum PrintableText {
    /// Scalars that turn the direction of what stands behind them.
    private static let turns: [ClosedRange<UInt32>] = [0x202A...0x202E, 0x2066...0x2069]

    /// The text as one line that steers nothing: control characters, line feeds among them, become `\x` and two
    /// hexadecimal digits, and scalars that turn the direction of text `\u{…}`.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: self.steers) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            guard self.steers(scalar) else {
                line.unicodeScalars.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            line += scalar.value < 0x100 ? "\\x\(digits.count < 2 ? "0" : "")\(digits)" : "\\u{\(digits)}"
        }
        return line
    }

    /// Whether a scalar steers a terminal, or turns the direction of text.
    static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x2000...: self.turns.contains { $0.contains(scalar.value) }
        default: false
        }
    }
}
