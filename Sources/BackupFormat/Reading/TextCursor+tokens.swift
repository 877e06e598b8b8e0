import AerospikeProtocol

extension TextCursor {
    /// The most bytes, without escapes, of a token that has no limit of its own (`Spec/asb-format.md` §2).
    static let tokenLimit = 999

    /// Reads a name up to a line feed, or a blank if `endsAtBlank`, which is not consumed. A NUL ends it as well.
    @_lifetime(self: copy self)
    mutating func readToken(endsAtBlank: Bool, limit: Int = Self.tokenLimit) throws(ParseStop) -> TextToken {
        let start = self.offset
        var count = 0
        while true {
            var byte = try self.peek()
            if byte == 0x0A || byte == 0 || (byte == 0x20 && endsAtBlank) {
                return TextToken(range: start..<self.offset, unescapedCount: count)
            }
            self.offset &+= 1
            if byte == UInt8(ascii: "\\"), self.hasEscapes { byte = try self.read() }
            count &+= 1
            if count > limit {
                throw self.failure(.overflow, at: self.offset - 1) { place in
                    "Buffer overflow while reading token in backup block (\(place))"
                }
            }
        }
    }

    /// Reads a number without sign up to `end`, which is not consumed; an empty one is 0. At most 1 PiB.
    @_lifetime(self: copy self)
    mutating func readSize(endingAt end: Unicode.Scalar) throws(ParseStop) -> Int {
        let start = self.offset
        var value: UInt64 = 0
        while true {
            let byte = try self.peek()
            if byte == UInt8(ascii: end) { break }
            self.offset &+= 1
            let digit = byte &- 48
            guard digit < 10 else { throw self.invalid(expected: "digit") }
            // Sticks above the limit once it is passed, however many digits follow.
            value = min(value, 1 << 56) &* 10 &+ UInt64(digit)
            if self.offset &- start > Self.tokenLimit { throw self.overlongNumber() }
        }
        guard value <= 1 << 50 else { throw self.overflow("Size", from: start) }
        return Int(truncatingIfNeeded: value)
    }

    /// Reads a number up to a line feed, which is not consumed; an empty one and a lone `-` are 0.
    @_lifetime(self: copy self)
    mutating func readInteger() throws(ParseStop) -> Int64 {
        let start = self.offset
        let isNegative = try self.peek() == UInt8(ascii: "-")
        if isNegative { self.offset &+= 1 }
        var value: UInt64 = 0
        var overflowed = false
        while true {
            let byte = try self.peek()
            if byte == 0x0A { break }
            self.offset &+= 1
            let digit = byte &- 48
            guard digit < 10 else { throw self.invalid(expected: "digit") }
            // 19 digits always fit into 64 bits without sign.
            if value >= 1_000_000_000_000_000_000 { overflowed = true }
            value = value &* 10 &+ UInt64(digit)
            if self.offset &- start > Self.tokenLimit { throw self.overlongNumber() }
        }
        guard !overflowed, value <= UInt64(Int64.max) &+ (isNegative ? 1 : 0) else {
            throw self.overflow("Integer", from: start)
        }
        return Int64(truncatingIfNeeded: isNegative ? 0 &- value : value)
    }

    private func overlongNumber() -> ParseStop {
        self.failure(.overflow, at: self.offset - 1) { place in
            "Buffer overflow while reading token in backup block (\(place))"
        }
    }

    private func overflow(_ what: String, from start: Int) -> ParseStop {
        let number = String(decoding: self.window.extracting(start..<self.offset))
        return self.failure(.overflow, at: self.offset) { place in
            "\(what) overflow with number \(number) in backup block (\(place))"
        }
    }

    /// Reads a double up to a line feed, which is not consumed; an empty one is 0.
    @_lifetime(self: copy self)
    mutating func readDouble() throws(ParseStop) -> Double {
        let start = self.offset
        let end = min(self.window.byteCount, start &+ Self.tokenLimit &+ 1)
        var offset = start
        while offset < end, unsafe self.window.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self) != 0x0A {
            offset &+= 1
        }
        let text = self.window.extracting(start..<offset)
        if offset < end, let value = DoubleText.decimal(text) {
            self.offset = offset
            return value
        }
        if let bad = DoubleText.firstBadByte(of: text) {
            self.offset = start &+ bad &+ 1
            throw self.invalid(expected: "floating point notation")
        }
        self.offset = offset
        if offset &- start > Self.tokenLimit { throw self.overlongNumber() }
        if offset == self.window.byteCount { throw self.windowEnd() }
        guard let value = DoubleText.value(of: text) else {
            throw self.failure(.badText, at: offset) { place in
                "Invalid floating-point value \(String(decoding: text)) in backup block (\(place))"
            }
        }
        return value
    }
}
