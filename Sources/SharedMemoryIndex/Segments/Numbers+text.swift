extension FixedWidthInteger {
    /// The number in lower-case hexadecimal digits, at least as many as asked for.
    func hexadecimal(digits: Int) -> String { self.padded(digits, radix: 16) }

    /// The number in octal digits, at least as many as asked for.
    func octal(digits: Int) -> String { self.padded(digits, radix: 8) }

    private func padded(_ digits: Int, radix: Int) -> String {
        let text = String(self, radix: radix)
        return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}
