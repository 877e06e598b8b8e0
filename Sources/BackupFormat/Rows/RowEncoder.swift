package import AerospikeProtocol

/// Turns records of a backup's text into rows of a batch or single writes, straight from the window's bytes.
///
/// One write operation per bin; fields are namespace, set (only if there is one), digest (single writes) and user key
/// (`Spec/wire-protocol.md` §9, §10).
package struct RowEncoder: Sendable {
    /// The namespace field, size and type included.
    private let namespaceField: [UInt8]
    /// The flags of each write.
    private var policy: WritePolicyBits

    /// Creates an encoder.
    ///
    /// - Parameters:
    ///   - namespace: The namespace to write to.
    ///   - policy: The flags of each write.
    package init(namespace: String, policy: WritePolicyBits) {
        var writer = ByteWriter(capacity: 64)
        Field(.namespace, text: namespace).write(to: &writer)
        self.namespaceField = writer.finish()
        self.policy = policy
        self.policy.info2.insert(.write)
    }

    /// Appends a row of a batch.
    ///
    /// - Parameters:
    ///   - record: The record's layout.
    ///   - window: The window it was parsed from.
    ///   - index: The number that the reply echoes.
    ///   - timeToLive: Seconds, or `VoidTime.neverTimeToLive`.
    ///   - writer: Gets the row; left as it was if an error is thrown.
    /// - Throws: `FormatError` if a value does not fit into a message.
    package mutating func appendBatchRow(
        _ record: RecordLayout,
        window: RawSpan,
        index: UInt32,
        timeToLive: UInt32,
        to writer: inout ByteWriter
    ) throws(FormatError) {
        try self.check(record)
        let limit = self.limit(record)
        unsafe writer.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe ByteSink(target, limit: limit)
            sink.append(bigEndian: index)
            Self.append(record.digest, to: &sink)
            // Flags of the row, and of reading, writing, and others.
            let flags: BatchRowFlags = [.hasInfo, .hasGeneration, .hasTimeToLive]
            sink.append(flags.rawValue)
            sink.append(UInt8(0))
            sink.append(self.policy.info2.rawValue)
            sink.append(self.policy.info3.rawValue)
            sink.append(bigEndian: self.policy.usesGeneration ? record.generation : 0)
            sink.append(bigEndian: timeToLive)
            sink.append(bigEndian: Self.fieldCount(record))
            sink.append(bigEndian: UInt16(truncatingIfNeeded: record.bins.count))
            sink.append(self.namespaceField.view)
            Self.appendSet(record, window, to: &sink)
            Self.appendKey(record, window, to: &sink)
            Self.appendBins(record, window, to: &sink)
            return sink.count
        }
    }

    /// Appends a whole message that writes the record, protocol header included.
    ///
    /// - Parameters:
    ///   - record: The record's layout.
    ///   - window: The window it was parsed from.
    ///   - timeToLive: Seconds, or `VoidTime.neverTimeToLive`.
    ///   - timeout: The server's time limit in milliseconds; 0 for its default.
    ///   - writer: Gets the message; left as it was if an error is thrown.
    /// - Throws: `FormatError` if a value does not fit into a message.
    package mutating func appendSingleWrite(
        _ record: RecordLayout,
        window: RawSpan,
        timeToLive: UInt32,
        timeout: UInt32,
        to writer: inout ByteWriter
    ) throws(FormatError) {
        try self.check(record)
        let start = writer.count
        writer.append(UInt64(0))
        MessageHeader(
            info2: self.policy.info2,
            info3: self.policy.info3,
            generation: self.policy.usesGeneration ? UInt32(record.generation) : 0,
            recordTimeToLive: timeToLive,
            transactionTimeToLive: timeout,
            fieldCount: Self.fieldCount(record) &+ 1,
            operationCount: UInt16(truncatingIfNeeded: record.bins.count)
        ).write(to: &writer)
        let limit = self.limit(record)
        unsafe writer.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe ByteSink(target, limit: limit)
            sink.append(self.namespaceField.view)
            Self.appendSet(record, window, to: &sink)
            sink.append(bigEndian: UInt32(Digest.size + 1))
            sink.append(FieldType.digest.rawValue)
            Self.append(record.digest, to: &sink)
            Self.appendKey(record, window, to: &sink)
            Self.appendBins(record, window, to: &sink)
            return sink.count
        }
        let size = writer.count &- start &- ProtocolHeader.size
        writer.overwrite(ProtocolHeader(kind: .message, bodySize: size).word, at: start)
    }

    /// The most bytes of a row: no name or value is longer than its text but numbers and GeoJSON, by 8 and 3 bytes.
    @inline(__always)
    private func limit(_ record: RecordLayout) -> Int {
        var limit = self.namespaceField.count &+ 128 &+ (record.set?.range.count ?? 0) &+ (record.key?.value.count ?? 0)
        let bins = record.bins.span
        for index in bins.indices { limit &+= bins[index].name.range.count &+ bins[index].value.count &+ 16 }
        return limit
    }

    @inline(__always)
    private static func append(_ digest: Digest, to sink: inout ByteSink) {
        sink.append(bigEndian: digest.high)
        sink.append(bigEndian: digest.middle)
        sink.append(bigEndian: digest.low)
    }

    /// Refuses what the message's sizes cannot hold, or the server would refuse as a whole message.
    @inline(__always)
    func check(_ record: RecordLayout) throws(FormatError) {
        // Names and values are no longer than their text but for 16 bytes each, and a record has 65,535 bins at most.
        guard record.range.count > ProtocolHeader.maximumBodySize - 2 << 20 else { return }
        try self.checkSize(of: record)
    }

    @inline(never)
    private func checkSize(of record: RecordLayout) throws(FormatError) {
        let size = self.messageSize(of: record)
        guard size <= ProtocolHeader.maximumBodySize else {
            throw FormatError(
                .tooLong,
                "Record \(Base64.encode(record.digest.bytes)) takes \(size) bytes in a message, which may have "
                    + "\(ProtocolHeader.maximumBodySize)",
                digest: record.digest
            )
        }
    }

    /// The bytes of a message with the record, without the protocol header; up to some 200 too many. Base64 has four bytes for three.
    private func messageSize(of record: RecordLayout) -> Int {
        func size(_ encoding: ValueEncoding, _ value: Range<Int>) -> Int {
            switch encoding {
            case .none: 0
            case .number: 8
            case .raw: value.count &+ 3
            case .base64: value.count / 4 &* 3
            }
        }
        var sum = self.namespaceField.count &+ 128 &+ (record.set?.unescapedCount ?? 0)
        if let key = record.key { sum &+= size(key.encoding, key.value) }
        for bin in record.bins { sum &+= 8 &+ bin.name.unescapedCount &+ size(bin.encoding, bin.value) }
        return sum
    }

    @inline(__always)
    private static func fieldCount(_ record: RecordLayout) -> UInt16 {
        1 &+ (Self.hasSet(record) ? 1 : 0) &+ (record.key == nil ? 0 : 1)
    }

    /// Whether there is a set field: an empty name is none.
    @inline(__always)
    private static func hasSet(_ record: RecordLayout) -> Bool { record.set?.range.isEmpty == false }
}
