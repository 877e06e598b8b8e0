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
    /// Where the fields end.
    private(set) var end: Int

    /// Reads the fields from an offset on; of unknown ones nothing is kept.
    ///
    /// - Returns: `nil` if sizes contradict what is left.
    @inline(__always)
    init?(_ count: UInt16, at offset: Int, of bytes: RawSpan) {
        self.end = offset
        for _ in 0..<count {
            guard self.end &+ 5 <= bytes.byteCount else { return nil }
            let size = unsafe UInt32(
                bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: self.end, as: UInt32.self)
            )
            let start = self.end &+ 5
            let end = self.end &+ 4 &+ Int(size)
            guard end >= start, end <= bytes.byteCount else { return nil }
            let range = unsafe Range(uncheckedBounds: (start, end))
            switch FieldType(rawValue: bytes.byte(at: self.end &+ 4)) {
            case .digest where range.count == Digest.size: self.digest = Digest(bytes.extracting(range))
            case .set: self.set = range
            case .userKey: (self.key, self.hasKey) = (range, true)
            default: break
            }
            self.end = end
        }
    }
}
