import AerospikeProtocol

extension TextCursor {
    /// Reads a user key from its letter on, without the line feed (`Spec/asb-format.md` §5.1).
    @_lifetime(self: copy self)
    mutating func readKey() throws(ParseStop) -> KeyLayout {
        let letter = try self.read()
        switch letter {
        case UInt8(ascii: "I"): return try self.readIntegerKey()
        case UInt8(ascii: "D"): return try self.readDoubleKey()
        case UInt8(ascii: "S"):
            return try self.readBytesKey(.string, isRaw: true, "Error while reading string key value")
        case UInt8(ascii: "X"):
            return try self.readBytesKey(.string, isRaw: false, "Error while reading encoded key string")
        case UInt8(ascii: "B"):
            let isRaw = try self.peek() == UInt8(ascii: "!")
            if isRaw { self.offset &+= 1 }
            return try self.readBytesKey(.blob, isRaw: isRaw, "Error while reading encoded key bytes")
        default:
            throw self.failure(.badText, at: self.offset - 1) { place in
                "Invalid key type character \(Self.describe(letter)) in block (\(place))"
            }
        }
    }

    @_lifetime(self: copy self)
    private mutating func readIntegerKey() throws(ParseStop) -> KeyLayout {
        try self.expect(" ")
        let start = self.offset
        do throws(ParseStop) {
            let bits = UInt64(bitPattern: try self.readInteger())
            return KeyLayout(particleType: .integer, encoding: .number, value: start..<self.offset, bits: bits)
        } catch { throw error.adding("Error while reading integer key value") }
    }

    @_lifetime(self: copy self)
    private mutating func readDoubleKey() throws(ParseStop) -> KeyLayout {
        try self.expect(" ")
        let start = self.offset
        do throws(ParseStop) {
            let bits = try self.readDouble().bitPattern
            return KeyLayout(particleType: .float, encoding: .number, value: start..<self.offset, bits: bits)
        } catch { throw error.adding("Error while reading floating-point key value") }
    }

    @_lifetime(self: copy self)
    private mutating func readBytesKey(
        _ type: ParticleType,
        isRaw: Bool,
        _ detail: String
    ) throws(ParseStop) -> KeyLayout {
        try self.expect(" ")
        do throws(ParseStop) {
            let value = isRaw ? try self.readSizedRaw() : try self.readBase64()
            return KeyLayout(particleType: type, encoding: isRaw ? .raw : .base64, value: value, bits: 0)
        } catch { throw error.adding(detail) }
    }
}
