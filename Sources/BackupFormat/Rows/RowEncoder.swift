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
        try Self.check(record)
        writer.reserve(record.range.count &+ self.namespaceField.count &+ 256)
        writer.append(index)
        record.digest.write(to: &writer)
        let flags: BatchRowFlags = [.hasInfo, .hasGeneration, .hasTimeToLive]
        writer.append(flags.rawValue)
        writer.append(UInt8(0))
        writer.append(self.policy.info2.rawValue)
        writer.append(self.policy.info3.rawValue)
        writer.append(self.policy.usesGeneration ? record.generation : 0)
        writer.append(timeToLive)
        writer.append(Self.fieldCount(record))
        writer.append(UInt16(truncatingIfNeeded: record.bins.count))
        writer.append(self.namespaceField)
        Self.appendSet(record, window, to: &writer)
        Self.appendKey(record, window, to: &writer)
        Self.appendBins(record, window, to: &writer)
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
        try Self.check(record)
        let start = writer.count
        writer.reserve(record.range.count &+ self.namespaceField.count &+ 256)
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
        writer.append(self.namespaceField)
        Self.appendSet(record, window, to: &writer)
        writer.append(UInt32(Digest.size + 1))
        writer.append(FieldType.digest.rawValue)
        record.digest.write(to: &writer)
        Self.appendKey(record, window, to: &writer)
        Self.appendBins(record, window, to: &writer)
        let size = writer.count &- start &- ProtocolHeader.size
        writer.overwrite(ProtocolHeader(kind: .message, bodySize: size).word, at: start)
    }

    /// Refuses what the message's sizes cannot hold, or the server would refuse as a whole message.
    @inline(__always)
    private static func check(_ record: RecordLayout) throws(FormatError) {
        guard record.range.count <= ProtocolHeader.maximumBodySize else {
            throw FormatError(
                .tooLong,
                "Record \(Base64.encode(record.digest.bytes)) has \(record.range.count) bytes of text, more than a "
                    + "message may have (\(ProtocolHeader.maximumBodySize))",
                digest: record.digest
            )
        }
    }

    @inline(__always)
    private static func fieldCount(_ record: RecordLayout) -> UInt16 {
        1 &+ (Self.hasSet(record) ? 1 : 0) &+ (record.key == nil ? 0 : 1)
    }

    /// Whether there is a set field: an empty name is none.
    @inline(__always)
    private static func hasSet(_ record: RecordLayout) -> Bool { record.set?.range.isEmpty == false }
}
