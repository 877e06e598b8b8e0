import AerospikeProtocol

extension RecordTextEncoder {
    /// Appends the line of a bin (`Spec/asb-format.md` §5.4).
    ///
    /// - Returns: Whether the text can carry the value; if not, what was appended is not a line.
    @inline(__always)
    func appendBin(_ operation: borrowing OperationView, to writer: inout ByteWriter) -> Bool {
        let name = operation.name
        let value = operation.value
        let type = operation.particleType
        var isSupported = true
        let limit = name.byteCount &* 2 &+ Base64.encodedLength(of: value.byteCount) &+ 64
        unsafe writer.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe ByteSink(target, limit: limit)
            isSupported = self.append(type, name, value, to: &sink)
            sink.append(UInt8(ascii: "\n"))
            return sink.count
        }
        return isSupported
    }

    @inline(__always)
    private func append(_ type: ParticleType, _ name: RawSpan, _ value: RawSpan, to sink: inout ByteSink) -> Bool {
        switch type {
        case .string:
            Self.append(letter: "S", name, to: &sink)
            Self.append(raw: value, to: &sink)
        case .integer:
            guard value.byteCount == 8 else { return false }
            Self.append(letter: "I", name, to: &sink)
            sink.append(decimal: Int64(bitPattern: value.bigEndianWord))
        case .float:
            guard value.byteCount == 8 else { return false }
            Self.append(letter: "D", name, to: &sink)
            sink.append(double: Double(bitPattern: value.bigEndianWord))
        case .boolean:
            guard value.byteCount == 1 else { return false }
            Self.append(letter: "Z", name, to: &sink)
            sink.append(value.byte(at: 0) == 0 ? UInt8(ascii: "F") : UInt8(ascii: "T"))
        case .geoJSON:
            guard let text = Self.textOfGeoJSON(value) else { return false }
            Self.append(letter: "G", name, to: &sink)
            Self.append(raw: text, to: &sink)
        case .null:
            sink.append(littleEndian: Self.prefix(UInt8(ascii: "N")))
            sink.append(escaped: name)
        default:
            guard let letter = BytesLabel.letter(of: type) else { return false }
            self.append(bytes: value, letter: letter, name, to: &sink)
        }
        return true
    }

    /// The four bytes in front of a bin's name: `-`, blank, letter, blank.
    @inline(__always)
    private static func prefix(_ letter: UInt8) -> UInt32 { 0x2000_202D | UInt32(letter) << 16 }

    @inline(__always)
    private static func append(letter: Unicode.Scalar, _ name: RawSpan, to sink: inout ByteSink) {
        sink.append(littleEndian: Self.prefix(UInt8(ascii: letter)))
        sink.append(escaped: name)
        sink.append(UInt8(ascii: " "))
    }

    @inline(__always)
    private func append(bytes: RawSpan, letter: UInt8, _ name: RawSpan, to sink: inout ByteSink) {
        if self.isCompact {
            sink.append(littleEndian: UInt32(0x2100_202D) | UInt32(letter) << 16)
            sink.append(UInt8(ascii: " "))
        } else {
            sink.append(littleEndian: Self.prefix(letter))
        }
        sink.append(escaped: name)
        sink.append(UInt8(ascii: " "))
        if self.isCompact { Self.append(raw: bytes, to: &sink) } else { Self.append(base64: bytes, to: &sink) }
    }

    /// Writes length, blank and the bytes themselves.
    @inline(__always)
    static func append(raw bytes: RawSpan, to sink: inout ByteSink) {
        sink.append(decimal: UInt64(bytes.byteCount))
        sink.append(UInt8(ascii: " "))
        sink.append(bytes)
    }

    /// Writes the length of the base64, a blank and the base64.
    @inline(__always)
    static func append(base64 bytes: RawSpan, to sink: inout ByteSink) {
        sink.append(decimal: UInt64(Base64.encodedLength(of: bytes.byteCount)))
        sink.append(UInt8(ascii: " "))
        sink.append(base64: bytes)
    }

    /// The JSON of a GeoJSON value: behind a byte of flags, the number of cells and the cells.
    @_lifetime(copy value)
    private static func textOfGeoJSON(_ value: RawSpan) -> RawSpan? {
        guard value.byteCount >= 3 else { return nil }
        let cells = Int(value.byte(at: 1)) << 8 | Int(value.byte(at: 2))
        let start = 3 &+ cells &* 8
        guard start <= value.byteCount else { return nil }
        return value.extracting(droppingFirst: start)
    }
}

extension RawSpan {
    /// The first eight bytes, of which there must be as many, as a big-endian number.
    @inline(__always)
    var bigEndianWord: UInt64 {
        precondition(self.byteCount >= 8, "number of fewer than eight bytes")
        return UInt64(bigEndian: unsafe self.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self))
    }
}
