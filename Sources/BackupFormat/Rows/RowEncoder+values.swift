import AerospikeProtocol

extension RowEncoder {
    /// Appends the field of the set, if there is one.
    @inline(__always)
    static func appendSet(_ record: RecordLayout, _ window: RawSpan, to sink: inout ByteSink) {
        guard let set = record.set, !set.range.isEmpty else { return }
        sink.append(bigEndian: UInt32(truncatingIfNeeded: set.unescapedCount &+ 1))
        sink.append(FieldType.set.rawValue)
        set.append(from: window, to: &sink)
    }

    /// Appends the field of the user key, if there is one.
    @inline(__always)
    static func appendKey(_ record: RecordLayout, _ window: RawSpan, to sink: inout ByteSink) {
        guard let key = record.key else { return }
        let start = sink.count
        sink.append(bigEndian: UInt32(0))
        sink.append(FieldType.userKey.rawValue)
        sink.append(key.particleType.rawValue)
        switch key.encoding {
        case .number: sink.append(bigEndian: key.bits)
        case .raw: sink.append(window.extracting(key.value))
        case .base64: sink.append(decoding: window.extracting(key.value))
        case .none: break
        }
        sink.overwrite(bigEndian: UInt32(truncatingIfNeeded: sink.count &- start &- 4), at: start)
    }

    /// Appends a write operation for each bin.
    @inline(__always)
    static func appendBins(_ record: RecordLayout, _ window: RawSpan, to sink: inout ByteSink) {
        let bins = record.bins.span
        for index in bins.indices { Self.append(bins[index], window, to: &sink) }
    }

    /// Appends a write operation: size, code, type, flags, length of the name, name, value.
    @inline(__always)
    private static func append(_ bin: BinLayout, _ window: RawSpan, to sink: inout ByteSink) {
        let start = sink.count
        let type = bin.particleType.rawValue
        let code = OperationCode.write.rawValue
        let head = UInt32(code) << 24 | UInt32(type) << 16 | UInt32(UInt8(truncatingIfNeeded: bin.name.unescapedCount))
        sink.append(bigEndian: UInt64(head))
        bin.name.append(from: window, to: &sink)
        switch bin.encoding {
        case .raw:
            if bin.particleType == .geoJSON {
                // Flags and the number of cells, which the server computes itself.
                sink.append(UInt8(0))
                sink.append(bigEndian: UInt16(0))
            }
            sink.append(window.extracting(bin.value))
        case .number:
            if bin.particleType == .boolean {
                sink.append(UInt8(truncatingIfNeeded: bin.bits))
            } else {
                sink.append(bigEndian: bin.bits)
            }
        case .base64: sink.append(decoding: window.extracting(bin.value))
        case .none: break
        }
        sink.overwrite(bigEndian: UInt32(truncatingIfNeeded: sink.count &- start &- 4), at: start)
    }
}
