import AerospikeProtocol

extension TextCursor {
    /// The most bytes, without escapes, of a token that has no limit of its own (`Spec/asb-format.md` §2).
    static let tokenLimit = 999

    /// Reads a name up to a line feed, or a blank if `endsAtBlank`, which is not consumed. A NUL ends it as well.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readToken(endsAtBlank: Bool, limit: Int = Self.tokenLimit) throws(ParseStop) -> TextToken {
        let start = self.offset
        let end = min(self.window.byteCount, start &+ limit &+ 1)
        var offset = start
        while end &- offset >= 8 {
            let word = UInt64(
                littleEndian: unsafe self.window.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            )
            let place = SpecialBytes.firstInName(word)
            offset &+= place
            if place < 8 { break }
        }
        while offset < end {
            let byte = unsafe self.window.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            // Nearly all bytes of names are beyond the blank, which makes one comparison of four.
            if byte <= 0x20, byte == 0x0A || byte == 0 || (byte == 0x20 && endsAtBlank) {
                self.offset = offset
                return TextToken(range: start..<offset, unescapedCount: offset &- start)
            }
            if byte == UInt8(ascii: "\\"), self.hasEscapes { break }
            offset &+= 1
        }
        return try self.readEscapedToken(from: start, endsAtBlank: endsAtBlank, limit: limit)
    }

    /// Reads digits up to `end`, which is not consumed, if they are no more than always fit into 64 bits and the window
    /// does not end near them; else nothing is consumed.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func skipDigits(from start: Int, to end: Unicode.Scalar) -> UInt64? {
        guard self.window.byteCount &- start > DecimalDigits.reach else { return nil }
        let digits = DecimalDigits(self.window, at: start)
        let offset = start &+ digits.count
        guard digits.count <= DecimalDigits.limit,
            unsafe self.window.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self) == UInt8(ascii: end)
        else { return nil }
        self.offset = offset
        return digits.value
    }

    /// The slow form: for names with escapes, names that are too long, and names at the end of the window.
    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readEscapedToken(
        from start: Int,
        endsAtBlank: Bool,
        limit: Int
    ) throws(ParseStop) -> TextToken {
        self.offset = start
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
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readSize(endingAt end: Unicode.Scalar) throws(ParseStop) -> Int {
        let start = self.offset
        if let value = self.skipDigits(from: start, to: end), value <= 1 << 50 { return Int(value) }
        self.offset = start
        return try self.readSizeSlowly(endingAt: end)
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readSizeSlowly(endingAt end: Unicode.Scalar) throws(ParseStop) -> Int {
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
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readInteger() throws(ParseStop) -> Int64 {
        let start = self.offset
        let isNegative = try self.peek() == UInt8(ascii: "-")
        if let value = self.skipDigits(from: isNegative ? start &+ 1 : start, to: "\n") {
            if value <= UInt64(Int64.max) {
                let value = Int64(truncatingIfNeeded: value)
                return isNegative ? 0 &- value : value
            }
            self.offset = start
        }
        return try self.readIntegerSlowly()
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readIntegerSlowly() throws(ParseStop) -> Int64 {
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
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readDouble() throws(ParseStop) -> Double {
        if let (value, end) = DoubleText.shortLine(of: self.window, from: self.offset) {
            self.offset = end
            return value
        }
        return try self.readDoubleSlowly()
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readDoubleSlowly() throws(ParseStop) -> Double {
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
