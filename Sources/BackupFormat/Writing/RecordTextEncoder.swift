package import AerospikeProtocol

/// Turns the records of a scan's reply into blocks of text without building them (`Spec/asb-format.md` §5).
package struct RecordTextEncoder: Sendable {
    /// The `+ n` line with its line feed.
    let namespaceLine: [UInt8]
    /// Whether values of bytes are written raw instead of as base64.
    let isCompact: Bool

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
        self.namespaceLine = writer.finish()
        self.isCompact = compact
    }

    /// Walks one message at the reader's place and appends its text if it is a record.
    ///
    /// - Returns: What the message was.
    /// - Throws: `FormatError`; after `.unsupportedParticle` nothing was appended and the reader stands behind the
    ///   message, so that the caller can count it and go on. After `.badMessage` the body cannot be read further.
    @_lifetime(reader: copy reader)
    package mutating func appendNext(
        from reader: inout ByteReader,
        to writer: inout ByteWriter
    ) throws(FormatError) -> ScanItem {
        let start = writer.count
        var unsupported: UnsupportedValue?
        let item: ScanItem
        do throws(ProtocolError) {
            let header = try MessageHeader(reading: &reader)
            if let other = try Self.itemWithoutRecord(header) {
                for _ in 0..<header.fieldCount { _ = try FieldView(reading: &reader) }
                for _ in 0..<header.operationCount { _ = try OperationView(reading: &reader) }
                return other
            }
            item = .record(try self.appendRecord(header, from: &reader, to: &writer, unsupported: &unsupported))
        } catch {
            writer.truncate(to: start)
            throw FormatError(.badMessage, error.message)
        }
        if let unsupported, case .record(let digest) = item {
            writer.truncate(to: start)
            throw unsupported.error(in: reader.bytes, digest: digest)
        }
        return item
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

    @inline(__always)
    @_lifetime(reader: copy reader)
    private func appendRecord(
        _ header: MessageHeader,
        from reader: inout ByteReader,
        to writer: inout ByteWriter,
        unsupported: inout UnsupportedValue?
    ) throws(ProtocolError) -> Digest {
        let fields = try RecordFields(reading: &reader, count: header.fieldCount)
        guard let digest = fields.digest else {
            throw ProtocolError(.badMessage, "record without a digest of 20 bytes")
        }
        if !self.appendHead(header, fields, digest, from: reader.bytes, to: &writer) {
            unsupported = UnsupportedValue(key: fields.key, in: reader.bytes)
        }
        for _ in 0..<header.operationCount {
            let operation = try OperationView(reading: &reader)
            if unsupported == nil, !self.appendBin(operation, to: &writer) {
                unsupported = UnsupportedValue(operation, endingAt: reader.offset)
            }
        }
        return digest
    }
}
