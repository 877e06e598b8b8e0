import AerospikeProtocol

extension ByteSink {
    /// The most bytes of a name's text, and what is stored behind it for a moment.
    @inline(__always)
    static func escapedLimit(ofBytes count: Int) -> Int { count &* 2 &+ 8 }

    /// Writes a name with a backslash in front of each blank, line feed, backslash and NUL.
    ///
    /// The original does not know names with NUL; unescaped they would end the name (`Spec/asb-format.md` §2).
    /// Eight bytes at a time unless one of them needs a backslash: 25 instructions for a name of five bytes, by bytes 45.
    ///
    /// - Parameters:
    ///   - range: Where the name stands.
    ///   - bytes: What it stands in; bytes in front of the name may be loaded with it.
    @inline(__always)
    mutating func append(escaped range: Range<Int>, of bytes: RawSpan) {
        let size = range.upperBound &- range.lowerBound
        guard size > 0, size <= 8, range.lowerBound >= 8, range.upperBound <= bytes.byteCount else {
            return self.append(longEscaped: range, of: bytes)
        }
        // Loaded with what stands in front, which is shifted out.
        let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: range.upperBound &- 8, as: UInt64.self)
        let name = UInt64(littleEndian: word) &>> UInt64(truncatingIfNeeded: 64 &- size &* 8)
        guard Self.isPlain(name | Self.filler(behind: size)) else {
            return self.append(longEscaped: range, of: bytes)
        }
        self.append(word: name, count: size)
    }

    @inline(never)
    private mutating func append(longEscaped range: Range<Int>, of bytes: RawSpan) {
        self.append(escaped: bytes.extracting(range))
    }

    /// Letters that stand for the bytes behind a name of one to eight bytes.
    @inline(__always)
    private static func filler(behind size: Int) -> UInt64 {
        // In two steps, for a shift by 64 is one by 0.
        0x4141_4141_4141_4100 &<< UInt64(truncatingIfNeeded: (size &- 1) &* 8)
    }

    /// Whether no byte of eight may need a backslash: none is a blank or less, and none a backslash.
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high = ones << 7
        // Both differences set the high bit of some byte if and only if there is one to be found.
        let control = (word &- ones &* 0x21) & ~word
        let slashes = word ^ ones &* 0x5C
        return (control | (slashes &- ones) & ~slashes) & high == 0
    }

    /// Writes a name byte by byte.
    mutating func append(escaped name: RawSpan) {
        self.claim(Self.escapedLimit(ofBytes: name.byteCount))
        for offset in 0..<name.byteCount {
            let byte = name.byte(at: offset)
            if Self.isReserved(byte) { self.append(UInt8(ascii: "\\")) }
            self.append(byte)
        }
    }

    /// Whether a byte of a name gets a backslash.
    static func isReserved(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\\") || byte == 0
    }
}
