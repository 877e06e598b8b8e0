import AerospikeProtocol

extension TextCursor {
    /// A byte for messages: `"x"`, or `\xhh` if it cannot be printed.
    static func describe(_ byte: UInt8) -> String {
        if byte >= 0x20, byte <= 0x7E { return "\"\(Character(Unicode.Scalar(byte)))\"" }
        let digits = String(byte, radix: 16)
        return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }

    /// Line and column of the byte at `offset`. Counts from the window's start: for messages only.
    func place(of offset: Int) -> (line: Int, column: Int) {
        var line = self.firstLine
        var column = 1
        for before in 0..<offset {
            if self.window.byte(at: before) == 0x0A {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return (line, column)
    }

    /// A failure about the byte at `offset`.
    ///
    /// - Parameter message: Gets the place as `line L, col C`.
    @inline(never)
    func failure(_ code: FormatError.Code, at offset: Int, _ message: (String) -> String) -> ParseStop {
        let place = self.place(of: offset)
        var error = FormatError(code, message("line \(place.line), col \(place.column)"))
        error.line = place.line
        error.column = place.column
        error.nextLine = self.place(of: self.offset).line
        return .failure(error)
    }

    /// The window ends too early: an error if the file does.
    @inline(never)
    func windowEnd(minimum: Int? = nil) -> ParseStop {
        guard self.isFinal else { return .windowEnd(minimum: minimum) }
        return self.failure(.unexpectedEnd, at: self.window.byteCount) { place in
            "Unexpected end of file in backup block (\(place))"
        }
    }

    /// The next byte, which is consumed, is not the one the grammar wants, or there is none.
    @inline(never)
    @_lifetime(self: copy self)
    mutating func unexpected(_ expected: Unicode.Scalar) -> ParseStop {
        guard !self.isAtEnd else { return self.windowEnd() }
        self.offset += 1
        let byte = Self.describe(self.window.byte(at: self.offset - 1))
        return self.failure(.badText, at: self.offset - 1) { place in
            "Unexpected character \(byte) in backup block (\(place)), expected \(Self.describe(UInt8(ascii: expected)))"
        }
    }

    /// The byte just read is none of those that a number or other token can have.
    @inline(never)
    func invalid(expected: String) -> ParseStop {
        let byte = Self.describe(self.window.byte(at: self.offset - 1))
        return self.failure(.badText, at: self.offset - 1) { place in
            "Invalid character \(byte) in backup block (\(place)), expected \(expected)"
        }
    }
}
