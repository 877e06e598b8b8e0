import AerospikeProtocol

extension RecordTextEncoder {
    /// The bytes of the lines of a record's head, without namespace, set and key.
    private static let fixedLimit = 160

    /// Appends the lines from the key to the number of bins.
    ///
    /// - Returns: Whether the text can carry the key.
    @inline(__always)
    func appendHead(
        _ header: MessageHeader,
        _ fields: RecordFields,
        _ digest: Digest,
        from bytes: RawSpan,
        to writer: inout ByteWriter
    ) -> Bool {
        var isSupported = true
        let limit =
            Self.fixedLimit &+ self.namespaceLine.count &+ fields.set.count &* 2
            &+ Base64.encodedLength(of: fields.key.count)
        unsafe writer.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe ByteSink(target, limit: limit)
            if fields.hasKey { isSupported = self.append(key: bytes.extracting(fields.key), to: &sink) }
            sink.append(self.namespaceLine.view)
            sink.append(littleEndian: Self.prefix("d"))
            Self.append(digest, to: &sink)
            if !fields.set.isEmpty {
                sink.append(littleEndian: Self.prefix("s"))
                sink.append(escaped: bytes.extracting(fields.set))
                sink.append(UInt8(ascii: "\n"))
            }
            sink.append(littleEndian: Self.prefix("g"))
            sink.append(decimal: UInt64(UInt16(truncatingIfNeeded: header.generation)))
            sink.append(UInt8(ascii: "\n"))
            sink.append(littleEndian: Self.prefix("t"))
            sink.append(decimal: UInt64(header.recordTimeToLive))
            sink.append(UInt8(ascii: "\n"))
            sink.append(littleEndian: Self.prefix("b"))
            sink.append(decimal: UInt64(header.operationCount))
            sink.append(UInt8(ascii: "\n"))
            return sink.count
        }
        return isSupported
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
