import AerospikeProtocol

extension RecordTextEncoder {
    /// The most bytes of the lines of a record's head, without set and key.
    var headLimit: Int { 160 &+ self.namespaceLine.count }

    /// Appends the lines from the key to the number of bins.
    ///
    /// - Returns: Whether the text can carry the key.
    @inline(__always)
    func appendHead(_ record: ScannedRecord, of bytes: RawSpan, to sink: inout ByteSink) -> Bool {
        if record.hasKey, !self.append(key: bytes.extracting(record.key), to: &sink) { return false }
        sink.append(padded: self.namespaceLine.view, count: self.namespaceLineSize)
        sink.append(littleEndian: Self.prefix("d"))
        Self.append(record.digest, to: &sink)
        if !record.set.isEmpty {
            sink.append(littleEndian: Self.prefix("s"))
            sink.append(escaped: record.set, of: bytes)
            sink.append(UInt8(ascii: "\n"))
        }
        Self.append("g", UInt64(record.generation), to: &sink)
        Self.append("t", UInt64(record.voidTime), to: &sink)
        Self.append("b", UInt64(record.operationCount), to: &sink)
        return true
    }

    @inline(__always)
    private static func append(_ letter: Unicode.Scalar, _ number: UInt64, to sink: inout ByteSink) {
        sink.append(littleEndian: Self.prefix(letter))
        sink.append(decimal: number)
        sink.append(UInt8(ascii: "\n"))
    }

    /// The four bytes in front of a value of a record's head: `+`, blank, letter, blank.
    @inline(__always)
    private static func prefix(_ letter: Unicode.Scalar) -> UInt32 {
        0x2000_202B | UInt32(UInt8(ascii: letter)) << 16
    }

    /// Writes the base64 of a digest and a line feed.
    @inline(__always)
    private static func append(_ digest: Digest, to sink: inout ByteSink) {
        var bytes = InlineArray<3, UInt64>(repeating: 0)
        bytes[0] = digest.high.bigEndian
        bytes[1] = digest.middle.bigEndian
        bytes[2] = (UInt64(digest.low) << 32).bigEndian
        sink.append(base64: unsafe bytes.span.bytes.extracting(first: Digest.size))
        sink.append(UInt8(ascii: "\n"))
    }

    /// Writes the line of a user key, whose bytes are its type and its value (`Spec/asb-format.md` §5.1).
    @inline(__always)
    private func append(key: RawSpan, to sink: inout ByteSink) -> Bool {
        guard key.byteCount > 0 else { return false }
        let value = key.extracting(droppingFirst: 1)
        sink.append(littleEndian: Self.prefix("k"))
        switch ParticleType(rawValue: key.byte(at: 0)) {
        case .integer:
            guard value.byteCount == 8 else { return false }
            sink.append(littleEndian: UInt16(0x2049))
            sink.append(decimal: Int64(bitPattern: value.bigEndianWord))
        case .float:
            guard value.byteCount == 8 else { return false }
            sink.append(littleEndian: UInt16(0x2044))
            sink.append(double: Double(bitPattern: value.bigEndianWord))
        case .string:
            sink.append(littleEndian: UInt16(0x2053))
            Self.append(raw: value, to: &sink)
        case .blob where self.isCompact:
            sink.append(UInt8(ascii: "B"))
            sink.append(littleEndian: UInt16(0x2021))
            Self.append(raw: value, to: &sink)
        case .blob:
            sink.append(littleEndian: UInt16(0x2042))
            Self.append(base64: value, to: &sink)
        default: return false
        }
        sink.append(UInt8(ascii: "\n"))
        return true
    }
}
