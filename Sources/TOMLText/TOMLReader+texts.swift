extension TOMLReader {
    /// How a text is written.
    enum TextForm {
        /// `"text"` with escapes.
        case basic
        /// `'text'` as it is.
        case literal
        /// `"""text"""` of several lines, with escapes.
        case basicLines
        /// `'''text'''` of several lines, as it is.
        case literalLines

        var hasEscapes: Bool { self == .basic || self == .basicLines }
        var hasLines: Bool { self == .basicLines || self == .literalLines }
        var quote: UInt8 { self.hasEscapes ? UInt8(ascii: "\"") : UInt8(ascii: "'") }
    }

    /// Reads a text whose opening quote stands here.
    mutating func readText(_ form: TextForm) throws(TOMLError) -> [UInt8] {
        let start = self.cursor.mark
        var text: [UInt8] = []
        self.cursor.advance(by: form.hasLines ? 3 : 1)
        if form.hasLines { _ = self.cursor.takeNewline() }
        while let byte = self.cursor.byte {
            if byte == form.quote, try self.takeEnd(form, into: &text) { return text }
            if byte == form.quote { continue }
            if byte == UInt8(ascii: "\\"), form.hasEscapes {
                try self.readEscape(form, into: &text)
            } else if byte == UInt8(ascii: "\n") || self.cursor.isAt("\r\n") {
                guard form.hasLines, self.cursor.takeNewline() else { break }
                text.append(UInt8(ascii: "\n"))
            } else {
                try self.cursor.refuseControl(byte)
                text.append(byte)
                self.cursor.advance()
            }
        }
        throw self.cursor.error(at: start, "a text without its closing quote")
    }

    /// Passes over quotes inside a text: the end of it, or quotes of a text of several lines, which are taken.
    ///
    /// - Returns: Whether the text ends here.
    private mutating func takeEnd(_ form: TextForm, into text: inout [UInt8]) throws(TOMLError) -> Bool {
        guard form.hasLines else {
            self.cursor.advance()
            return true
        }
        var count = 0
        while self.cursor.peek(count) == form.quote { count += 1 }
        guard count <= 5 else { throw self.cursor.error("more than two quotes inside a text of several lines") }
        self.cursor.advance(by: count)
        text.append(contentsOf: repeatElement(form.quote, count: count < 3 ? count : count - 3))
        return count >= 3
    }

    private mutating func readEscape(_ form: TextForm, into text: inout [UInt8]) throws(TOMLError) {
        let mark = self.cursor.mark
        self.cursor.advance()
        let letter = self.cursor.byte
        switch letter {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter ?? 0)
        case UInt8(ascii: "u"): return try self.readScalar(digits: 4, from: mark, into: &text)
        case UInt8(ascii: "U"): return try self.readScalar(digits: 8, from: mark, into: &text)
        default:
            guard form.hasLines, self.skipLineEnd() else {
                throw self.cursor.error(
                    at: mark,
                    "an unknown escape; a backslash is written \\\\, or the text between single quotes"
                )
            }
            return
        }
        self.cursor.advance()
    }

    /// Passes over the end of a line behind a backslash, and all blanks and lines that follow.
    private mutating func skipLineEnd() -> Bool {
        self.cursor.skipBlanks()
        guard self.cursor.takeNewline() else { return false }
        repeat { self.cursor.skipBlanks() } while self.cursor.takeNewline()
        return true
    }

    private mutating func readScalar(
        digits: Int,
        from mark: TOMLCursor.Mark,
        into text: inout [UInt8]
    ) throws(TOMLError) {
        self.cursor.advance()
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = self.cursor.byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw self.cursor.error(at: mark, "an escape that lacks some of its \(digits) hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            self.cursor.advance()
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw self.cursor.error(at: mark, "an escape that is no character of Unicode")
        }
        text.append(contentsOf: String(Character(scalar)).utf8)
    }
}
