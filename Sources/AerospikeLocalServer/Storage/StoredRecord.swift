import AerospikeProtocol

/// A record as it is kept: metadata and one piece of memory with the user key and the bins in wire form.
///
/// The body begins with the user key as a field (`size | 2 | type | key`) if one is stored, and goes on with the bins as
/// operations of code 1 (`size | 1 | type | 0 | name length | name | value`): a scan copies it as it is.
struct StoredRecord: Sendable {
    /// The record's identity.
    var digest: Digest
    /// When the record expires.
    var voidTime: VoidTime
    /// When the record was last changed, in milliseconds since 1970.
    var lastUpdate: UInt64
    /// Counts changes from 1 to 65535, then from 1 again.
    var generation: UInt16
    /// The set's number in the namespace's `SetTable`; 0 for none.
    var set: UInt16
    /// The number of bins.
    var binCount: UInt16
    /// The number of bytes of the key field at the start of the body; 0 if no key is stored.
    var keyFieldSize: UInt32
    /// Key field and bins.
    var body: [UInt8]

    /// The generation that follows another: 65535 is followed by 1.
    static func generation(after generation: UInt16) -> UInt16 {
        generation == UInt16.max ? 1 : generation + 1
    }

    /// Whether the record is there at a moment, that is, has not expired.
    @inline(__always)
    func isLive(at moment: Moment) -> Bool { !self.voidTime.isExpired(at: moment.seconds) }

    /// The place of the stored key in the body, type byte first; empty if no key is stored.
    var keyRange: Range<Int> {
        self.keyFieldSize < 5 ? 0..<0 : 5..<Int(self.keyFieldSize)
    }

    /// The place of the bins in the body.
    var binsRange: Range<Int> { Int(self.keyFieldSize)..<self.body.count }
}
