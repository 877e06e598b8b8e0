package import AerospikeProtocol

/// Turns the records of a scan's reply into blocks of text without building them (`Spec/asb-format.md` §5).
///
/// A record's messages are measured before they are written, so that room is made once for all of its text.
package struct RecordTextEncoder: Sendable {
    /// The `+ n` line with its line feed, and zeros up to a multiple of eight.
    let namespaceLine: [UInt8]
    /// The number of bytes of the line.
    let namespaceLineSize: Int
    /// Whether values of bytes are written raw instead of as base64.
    let isCompact: Bool
    /// What stands in front of the names of bins.
    let lineStarts: BinLineStarts

    /// Creates an encoder.
    ///
    /// - Parameters:
    ///   - namespace: The namespace as it shall stand in the file, not escaped.
    ///   - compact: Whether values of bytes are written raw instead of as base64 (`-C`).
    package init(namespace: String, compact: Bool) {
        var writer = ByteWriter(capacity: 64)
        writer.append("+ n ")
        writer.append(escaped: namespace)
        writer.append("\n")
        self.namespaceLineSize = writer.count
        for _ in 0..<8 { writer.append(UInt8(0)) }
        self.namespaceLine = writer.finish()
        self.isCompact = compact
        self.lineStarts = BinLineStarts(compact: compact)
    }

    /// Walks one message at the reader's place and appends its text if it is a record.
    ///
    /// - Returns: What the message was.
    /// - Throws: `FormatError`; after `.unsupportedParticle` nothing was appended and the reader stands behind the
    ///   message, so that the caller can count it and go on. After `.badMessage` the body cannot be read further.
    @inline(__always)
    @_lifetime(reader: copy reader)
    package mutating func appendNext(
        from reader: inout ByteReader,
        to writer: inout ByteWriter
    ) throws(FormatError) -> ScanItem {
        let record: ScannedRecord
        do throws(ProtocolError) {
            let header = try MessageHeader(reading: &reader)
            if let other = try Self.itemWithoutRecord(header) {
                try Self.check(other, header, &reader)
                return other
            }
            record = try ScannedRecord(header, at: reader.offset, of: reader.bytes)
            reader.move(to: record.operations.upperBound)
        } catch { throw FormatError(.badMessage, error.message) }
        try self.append(record, of: reader.bytes, to: &writer)
        return .record(record.digest)
    }

    /// What a message is, in the order of checks of `Spec/wire-protocol.md` §11.2; `nil` for a record.
    @inline(__always)
    private static func itemWithoutRecord(_ header: MessageHeader) throws(ProtocolError) -> ScanItem? {
        if header.info3.contains(.last) { return .end(header.resultCode) }
        if header.info3.contains(.partitionDone) {
            guard let partition = PartitionID(Int(header.generation)) else {
                throw ProtocolError(.badMessage, "partition \(header.generation) in a scan, there are 4096")
            }
            return .partitionUnavailable(partition, header.resultCode)
        }
        return header.resultCode == .ok ? nil : .failure(header.resultCode)
    }

    /// Refuses a record that damage of its header's flags or result has made an end of anything, and the end of a partition
    /// that it has made that of the scan: what follows would be left out. Ends have neither fields nor operations, and
    /// nothing follows the last one (`Spec/wire-protocol.md` §11.2); of errors servers may name the request.
    @inline(never)
    @_lifetime(reader: copy reader)
    private static func check(
        _ item: ScanItem,
        _ header: MessageHeader,
        _ reader: inout ByteReader
    ) throws(ProtocolError) {
        var isRecord = header.operationCount > 0
        if case .failure = item {
            for _ in 0..<header.fieldCount {
                let field = try FieldView(reading: &reader)
                isRecord = isRecord || field.type == .digest
            }
        } else {
            isRecord = isRecord || header.fieldCount > 0
        }
        guard !isRecord else { throw ProtocolError(.badMessage, "record that is marked as an end or an error") }
        guard case .end(let result) = item else { return }
        guard reader.isAtEnd else {
            throw ProtocolError(.badMessage, "\(reader.remaining) bytes behind the last message of a scan")
        }
        // Servers before 6.0 end each partition with success: one bit more, and all others would count as read.
        if result == .ok, header.info3.contains(.partitionDone) || header.generation != 0 {
            throw ProtocolError(.badMessage, "end of a partition that is marked as that of the scan")
        }
    }

    /// Appends a record's text, or nothing if the text cannot carry a value.
    private func append(_ record: ScannedRecord, of bytes: RawSpan, to writer: inout ByteWriter) throws(FormatError) {
        var unsupported: UnsupportedValue?
        let limit = self.headLimit &+ record.textLimit
        unsafe writer.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe ByteSink(target, limit: limit)
            unsupported = self.append(record, of: bytes, to: &sink)
            return unsupported == nil ? sink.count : 0
        }
        if let unsupported { throw unsupported.error(in: bytes, digest: record.digest) }
    }

    @inline(__always)
    private func append(_ record: ScannedRecord, of bytes: RawSpan, to sink: inout ByteSink) -> UnsupportedValue? {
        guard self.appendHead(record, of: bytes, to: &sink) else { return UnsupportedValue(key: record.key, in: bytes) }
        var offset = record.operations.lowerBound
        for _ in 0..<record.operationCount {
            guard let bin = ScannedBin(at: offset, of: bytes) else {
                preconditionFailure("record that was not measured")
            }
            guard self.append(bin, of: bytes, to: &sink) else { return UnsupportedValue(bin) }
            offset = bin.value.upperBound
        }
        return nil
    }
}
