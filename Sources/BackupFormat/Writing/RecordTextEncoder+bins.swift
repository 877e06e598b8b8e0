import AerospikeProtocol

extension RecordTextEncoder {
    /// Appends the line of a bin (`Spec/asb-format.md` §5.4).
    ///
    /// - Returns: Whether the text can carry the value; if not, what was appended is not a line.
    @inline(__always)
    func append(_ bin: ScannedBin, of bytes: RawSpan, to sink: inout ByteSink) -> Bool {
        let lineStart = self.lineStarts[bin.particleType]
        guard lineStart != 0 else { return false }
        sink.append(word: lineStart, count: Int(lineStart >> 56))
        sink.append(escaped: bin.name, of: bytes)
        if bin.particleType != .null {
            sink.append(UInt8(ascii: " "))
            guard self.append(valueOf: bin, bytes.extracting(bin.value), to: &sink) else { return false }
        }
        sink.append(UInt8(ascii: "\n"))
        return true
    }

    @inline(__always)
    private func append(valueOf bin: ScannedBin, _ value: RawSpan, to sink: inout ByteSink) -> Bool {
        switch bin.particleType {
        case .string: Self.append(raw: value, to: &sink)
        case .integer:
            guard value.byteCount == 8 else { return false }
            sink.append(decimal: Int64(bitPattern: value.bigEndianWord))
        case .float:
            guard value.byteCount == 8 else { return false }
            sink.append(double: Double(bitPattern: value.bigEndianWord))
        case .boolean:
            guard value.byteCount == 1 else { return false }
            sink.append(value.byte(at: 0) == 0 ? UInt8(ascii: "F") : UInt8(ascii: "T"))
        case .geoJSON:
            guard let text = Self.textOfGeoJSON(value) else { return false }
            Self.append(raw: text, to: &sink)
        default:
            if self.isCompact { Self.append(raw: value, to: &sink) } else { Self.append(base64: value, to: &sink) }
        }
        return true
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
