import AerospikeProtocol

extension TextCursor {
    /// Reads the size of base64, a blank and the base64, and checks it.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readBase64() throws(ParseStop) -> Range<Int> {
        let size = try self.readSize(endingAt: " ")
        guard size & 3 == 0 else {
            throw self.failure(.badText, at: self.offset) { place in "Invalid encoded data size \(size) (\(place))" }
        }
        self.offset &+= 1
        do throws(ParseStop) {
            let start = self.offset
            guard self.window.byteCount &- start >= size else { throw self.windowEndInBase64(size) }
            let text = self.window.extracting(start..<(start &+ size))
            if !Base64.isValid(text) { try self.checkGroups(from: start, count: size) }
            self.offset = start &+ size
            return start..<(start &+ size)
        } catch { throw error.adding("Error while reading encoded data") }
    }

    /// Reads a digest: 28 characters of base64 and a line feed.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readDigest() throws(ParseStop) -> Digest {
        guard self.window.byteCount &- self.offset >= 28 else { throw try self.endOfDigest() }
        guard let digest = self.digest(at: self.offset) else { throw try self.badDigest(from: self.offset) }
        self.offset &+= 28
        return digest
    }

    /// The digest that 28 characters stand for; `nil` if they are not the base64 of one. They must be in the window.
    @inline(__always)
    func digest(at offset: Int) -> Digest? {
        var bytes = InlineArray<3, UInt64>(repeating: 0)
        let text = self.window.extracting(offset..<(offset &+ 28))
        var words = bytes.mutableSpan
        let written = unsafe words.withUnsafeMutableBytes { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe Base64.decode(text, into: base)
        }
        guard written == Digest.size else { return nil }
        return Digest(
            high: bytes[0].bigEndian,
            middle: bytes[1].bigEndian,
            low: UInt32(truncatingIfNeeded: bytes[2].bigEndian >> 32)
        )
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func endOfDigest() throws(ParseStop) -> ParseStop {
        guard self.isFinal else { return self.windowEnd(minimum: self.offset + 29) }
        try self.checkGroups(from: self.offset, count: (self.window.byteCount - self.offset) & ~3)
        self.offset = self.window.byteCount
        return self.windowEnd().adding("Unexpected end of file in base-64 data")
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func badDigest(from start: Int) throws(ParseStop) -> ParseStop {
        try self.checkGroups(from: start, count: 28)
        self.offset = start + 28
        return self.failure(.badText, at: self.offset - 1) { place in
            "Invalid digest, not 20 bytes in base-64 (\(place))"
        }
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func windowEndInBase64(_ size: Int) -> ParseStop {
        let wanted = self.offset + size + 1
        self.offset = self.window.byteCount
        let stop = self.windowEnd(minimum: wanted)
        return self.isFinal ? stop.adding("Unexpected end of file in base-64 data") : stop
    }

    /// Checks group by group as the original does: `=` is a character like others, wherever it stands.
    @inline(never)
    @_lifetime(self: copy self)
    private mutating func checkGroups(from start: Int, count: Int) throws(ParseStop) {
        for group in stride(from: start, to: start + count, by: 4) {
            let isGood = (group..<(group + 4)).allSatisfy { LenientBase64.value(of: self.window.byte(at: $0)) != nil }
            if isGood { continue }
            self.offset = group + 4
            let characters = (group..<(group + 4)).map { Self.describe(self.window.byte(at: $0)) }
            throw self.failure(.badText, at: group + 3) { place in
                "Invalid base-64 character (\(characters[0]), \(characters[1]), \(characters[2]), or \(characters[3]) "
                    + "at or before \(place))"
            }
        }
    }
}
