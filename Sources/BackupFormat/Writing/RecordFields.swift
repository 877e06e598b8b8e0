import AerospikeProtocol

/// Where the fields of a scanned record stand in the body of the reply.
struct RecordFields {
    /// The record's digest; `nil` without a field of 20 bytes.
    private(set) var digest: Digest?
    /// The bytes of the set's name; empty for no set.
    private(set) var set: Range<Int> = 0..<0
    /// Type and bytes of the user key.
    private(set) var key: Range<Int> = 0..<0
    /// Whether there is a user key.
    private(set) var hasKey = false

    /// Reads the fields at the reader's place; of unknown ones nothing is kept.
    @inline(__always)
    @_lifetime(reader: copy reader)
    init(reading reader: inout ByteReader, count: UInt16) throws(ProtocolError) {
        for _ in 0..<count {
            let field = try FieldView(reading: &reader)
            let range = (reader.offset &- field.value.byteCount)..<reader.offset
            switch field.type {
            case .digest where field.value.byteCount == Digest.size: self.digest = Digest(field.value)
            case .set: self.set = range
            case .userKey: (self.key, self.hasKey) = (range, true)
            default: break
            }
        }
    }
}
