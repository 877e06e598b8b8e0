import AerospikeProtocol

extension TextCursor {
    /// The most bytes of a bin's name.
    static let binNameLimit = 15

    /// Reads the line of a bin with its line feed (`Spec/asb-format.md` §5.4).
    @inline(never)
    @_lifetime(self: copy self)
    mutating func readBin() throws(ParseStop) -> BinLayout {
        let (letter, isCompact) = try self.readBinLetter()
        let name: TextToken
        do throws(ParseStop) {
            name = try self.readToken(endsAtBlank: true)
        } catch { throw error.adding("Error while reading bin name token") }
        var bin = BinLayout(name: name, particleType: .null, encoding: .none, value: 0..<0, bits: 0)
        if letter != UInt8(ascii: "N") {
            try self.expect(" ")
            try self.readValue(letter, isCompact: isCompact, into: &bin)
        }
        try self.expect("\n")
        if name.unescapedCount > Self.binNameLimit { throw self.overlongName(bin) }
        return bin
    }

    /// Consumes `-`, a blank, a letter, perhaps `!`, and a blank.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readBinLetter() throws(ParseStop) -> (letter: UInt8, isCompact: Bool) {
        if self.window.byteCount &- self.offset >= 4 {
            let next = UInt32(
                littleEndian: unsafe self.window.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: self.offset,
                    as: UInt32.self
                )
            )
            let letter = UInt8(truncatingIfNeeded: next >> 16)
            if next & 0xFF00_FFFF == 0x2000_202D, Self.isBinLetter(letter) {
                self.offset &+= 4
                return (letter, false)
            }
        }
        return try self.readBinLetterSlowly()
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readBinLetterSlowly() throws(ParseStop) -> (letter: UInt8, isCompact: Bool) {
        try self.expect("-")
        try self.expect(" ")
        let letter = try self.read()
        guard Self.isBinLetter(letter) else {
            throw self.failure(.badText, at: self.offset - 1) { place in
                "Invalid bytes label \(Self.describe(letter)) (\(place))"
            }
        }
        let isCompact = try self.peek() == UInt8(ascii: "!")
        if isCompact { self.offset += 1 }
        try self.expect(" ")
        return (letter, isCompact)
    }

    /// The letters N Z I D S X G B J C P R H E Y M L U as bits, from `A` on.
    @inline(__always)
    private static var binLetters: UInt32 { 0x0396_BBDE }

    @inline(__always)
    private static func isBinLetter(_ byte: UInt8) -> Bool {
        let place = byte &- 65
        return place < 26 && Self.binLetters >> UInt32(place) & 1 == 1
    }

    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readValue(_ letter: UInt8, isCompact: Bool, into bin: inout BinLayout) throws(ParseStop) {
        let start = self.offset
        switch letter {
        case UInt8(ascii: "S"), UInt8(ascii: "G"):
            let isText = letter == UInt8(ascii: "S")
            bin.particleType = isText ? .string : .geoJSON
            bin.encoding = .raw
            do throws(ParseStop) {
                bin.value = try self.readSizedRaw()
            } catch { throw error.adding("Error while reading \(isText ? "string" : "geojson") bin value") }
            return
        case UInt8(ascii: "I"):
            bin.particleType = .integer
            do throws(ParseStop) {
                bin.bits = UInt64(bitPattern: try self.readInteger())
            } catch { throw error.adding("Error while reading integer bin value") }
        case UInt8(ascii: "D"):
            bin.particleType = .float
            do throws(ParseStop) {
                bin.bits = try self.readDouble().bitPattern
            } catch { throw error.adding("Error while reading floating-point bin value") }
        case UInt8(ascii: "Z"):
            bin.particleType = .boolean
            do throws(ParseStop) {
                bin.bits = try self.readBoolean() ? 1 : 0
            } catch { throw error.adding("Error while reading boolean bin value") }
        default:
            return try self.readBytesValue(letter, isCompact: isCompact, into: &bin)
        }
        bin.encoding = .number
        bin.value = start..<self.offset
    }

    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readBytesValue(
        _ letter: UInt8,
        isCompact: Bool,
        into bin: inout BinLayout
    ) throws(ParseStop) {
        if let type = BinLetter.typeOfBytes(letter) {
            bin.particleType = type
        } else if letter == UInt8(ascii: "X") {
            bin.particleType = .string
        } else {
            throw self.failure(.badText, at: self.offset - 1) { place in
                "The backup contains LDTs - please use an older version of this tool to restore the backup (\(place))"
            }
        }
        let isRaw = isCompact && letter != UInt8(ascii: "X")
        bin.encoding = isRaw ? .raw : .base64
        do throws(ParseStop) {
            bin.value = isRaw ? try self.readSizedRaw() : try self.readBase64()
        } catch { throw error.adding("Error while reading \(isRaw ? "raw" : "encoded") data bin value") }
    }

    /// Reads `T` or `F` up to the line feed.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readBoolean() throws(ParseStop) -> Bool {
        let token = try self.readToken(endsAtBlank: false)
        let byte = token.range.isEmpty ? 0 : self.window.byte(at: token.range.lowerBound)
        guard token.range.count == 1, byte == UInt8(ascii: "T") || byte == UInt8(ascii: "F") else {
            let text = String(decoding: self.window.extracting(token.range))
            throw self.failure(.badText, at: self.offset) { place in
                "Unknown boolean value encoding: \"\(text)\" (\(place))"
            }
        }
        return byte == UInt8(ascii: "T")
    }

    /// Reads a size, a blank and as many bytes of any kind.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readSizedRaw() throws(ParseStop) -> Range<Int> {
        let size: Int
        do throws(ParseStop) {
            size = try self.readSize(endingAt: " ")
        } catch { throw error.adding("Error while reading string size") }
        self.offset &+= 1
        return try self.readRaw(size)
    }

    @inline(never)
    private func overlongName(_ bin: BinLayout) -> ParseStop {
        let name = String(decoding: bin.name.bytes(in: self.window).view)
        let (what, value): (String, String) =
            switch bin.particleType {
            case .null: ("nil", "")
            case .integer: ("integer", " to \(Int64(bitPattern: bin.bits))")
            case .float: ("floating-point", "")
            case .boolean: ("boolean", "")
            case .string: ("string", "")
            case .geoJSON: ("geojson", "")
            default: ("bytes", "")
            }
        return self.failure(.tooLong, at: self.offset - 1) { place in
            "Error while setting \(what) bin \(name)\(value) (\(place))"
        }
    }
}
