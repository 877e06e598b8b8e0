import AerospikeProtocol

/// Where the parts of a scanned record stand in the body of the reply, all sizes checked.
struct ScannedRecord {
    /// The most bytes of a bin's line without name and value: letters, blanks, a number or a length.
    private static let binLimit = 64

    /// The record's digest.
    let digest: Digest
    /// The record's generation.
    let generation: UInt16
    /// The record's void time.
    let voidTime: UInt32
    /// The bytes of the set's name; empty for no set.
    let set: Range<Int>
    /// Type and bytes of the user key.
    let key: Range<Int>
    /// Whether there is a user key.
    let hasKey: Bool
    /// The operations, one for each bin.
    let operations: Range<Int>
    /// The number of operations.
    let operationCount: UInt16
    /// The most bytes that the lines of set, key and bins can need.
    let textLimit: Int

    /// Reads the fields behind a header and measures the operations behind them.
    ///
    /// - Throws: `ProtocolError` if sizes contradict each other or what is left, or there is no digest.
    @inline(__always)
    init(_ header: MessageHeader, at offset: Int, of bytes: RawSpan) throws(ProtocolError) {
        guard let fields = RecordFields(header.fieldCount, at: offset, of: bytes) else {
            throw Self.badSizes(at: offset, of: bytes)
        }
        guard let digest = fields.digest else {
            throw ProtocolError(.badMessage, "record without a digest of 20 bytes")
        }
        var limit = ByteSink.escapedLimit(ofBytes: fields.set.count) &+ Base64.encodedLength(of: fields.key.count)
        var end = fields.end
        for _ in 0..<header.operationCount {
            guard let bin = ScannedBin(at: end, of: bytes) else { throw Self.badSizes(at: end, of: bytes) }
            limit &+= ByteSink.escapedLimit(ofBytes: bin.name.count)
            limit &+= Base64.encodedLength(of: bin.value.count) &+ Self.binLimit
            end = bin.value.upperBound
        }
        self.digest = digest
        self.generation = UInt16(truncatingIfNeeded: header.generation)
        self.voidTime = header.recordTimeToLive
        (self.set, self.key, self.hasKey) = (fields.set, fields.key, fields.hasKey)
        self.operations = fields.end..<end
        self.operationCount = header.operationCount
        self.textLimit = limit
    }

    @inline(never)
    private static func badSizes(at offset: Int, of bytes: RawSpan) -> ProtocolError {
        ProtocolError(
            .badMessage,
            "sizes of a record at byte \(offset) contradict each other or the message, which ends at \(bytes.byteCount)"
        )
    }
}
