import AerospikeProtocol

extension RowEncoder {
    /// Appends the field of the set, if there is one.
    @inline(__always)
    static func appendSet(_ record: RecordLayout, _ window: RawSpan, to writer: inout ByteWriter) {
        guard let set = record.set, !set.range.isEmpty else { return }
        writer.append(UInt32(truncatingIfNeeded: set.unescapedCount &+ 1))
        writer.append(FieldType.set.rawValue)
        set.append(from: window, to: &writer)
    }

    /// Appends the field of the user key, if there is one.
    @inline(__always)
    static func appendKey(_ record: RecordLayout, _ window: RawSpan, to writer: inout ByteWriter) {
        guard let key = record.key else { return }
        let start = writer.count
        writer.append(UInt32(0))
        writer.append(FieldType.userKey.rawValue)
        writer.append(key.particleType.rawValue)
        switch key.encoding {
        case .number: writer.append(key.bits)
        case .raw: writer.append(window.extracting(key.value))
        case .base64: LenientBase64.decode(window.extracting(key.value), to: &writer)
        case .none: break
        }
        writer.overwrite(UInt32(truncatingIfNeeded: writer.count &- start &- 4), at: start)
    }

    /// Appends a write operation for each bin.
    @inline(__always)
    static func appendBins(_ record: RecordLayout, _ window: RawSpan, to writer: inout ByteWriter) {
        let bins = record.bins.span
        for index in bins.indices { Self.append(bins[index], window, to: &writer) }
    }

    /// Appends a write operation: size, code, type, flags, length of the name, name, value.
    @inline(__always)
    private static func append(_ bin: BinLayout, _ window: RawSpan, to writer: inout ByteWriter) {
        let start = writer.count
        let type = bin.particleType.rawValue
        let code = OperationCode.write.rawValue
        let head = UInt32(code) << 24 | UInt32(type) << 16 | UInt32(UInt8(truncatingIfNeeded: bin.name.unescapedCount))
        writer.append(UInt64(head))
        bin.name.append(from: window, to: &writer)
        switch bin.encoding {
        case .raw:
            if bin.particleType == .geoJSON {
                // Flags and the number of cells, which the server computes itself.
                writer.append(UInt8(0))
                writer.append(UInt16(0))
            }
            writer.append(window.extracting(bin.value))
        case .number:
            if bin.particleType == .boolean {
                writer.append(UInt8(truncatingIfNeeded: bin.bits))
            } else {
                writer.append(bin.bits)
            }
        case .base64: LenientBase64.decode(window.extracting(bin.value), to: &writer)
        case .none: break
        }
        writer.overwrite(UInt32(truncatingIfNeeded: writer.count &- start &- 4), at: start)
    }
}
