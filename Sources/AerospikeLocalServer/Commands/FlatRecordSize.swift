import AerospikeProtocol

/// The size a record has in the real server's storage, which `max-record-size` and the expression "record size" count.
///
/// 35 bytes, the void time if there is one, the set, the key, the number of bins, the bins, and an end mark of 4 bytes;
/// checked against a server 8.1.
enum FlatRecordSize {
    private static let fixedSize = 35
    private static let endMarkSize = 4
    private static let unit = 16

    /// The size of a record, rounded up as it is stored.
    static func rounded(of record: StoredRecord, setNameSize: Int) -> Int {
        let size = Self.size(
            of: RecordDraft(record),
            setNameSize: setNameSize,
            keySize: record.keyRange.count,
            hasVoidTime: record.voidTime != .never
        )
        return (size + Self.unit - 1) / Self.unit * Self.unit
    }

    /// The size of a record that is being written.
    static func size(of draft: RecordDraft, setNameSize: Int, keySize: Int, hasVoidTime: Bool) -> Int {
        var size = Self.fixedSize &+ Self.endMarkSize &+ Self.countSize(draft.count)
        if hasVoidTime { size &+= 4 }
        if setNameSize > 0 { size &+= 1 &+ setNameSize }
        if keySize > 0 { size &+= Self.countSize(keySize) &+ keySize }
        draft.visitSizes { nameSize, type, valueSize in
            size &+= 1 &+ nameSize &+ Self.particleSize(type: type, valueSize: valueSize)
        }
        return size
    }

    private static func countSize(_ count: Int) -> Int { count < 128 ? 1 : count < 16_384 ? 2 : 3 }

    private static func particleSize(type: UInt8, valueSize: Int) -> Int {
        switch ParticleType(rawValue: type) {
        case .integer, .float: 9
        case .boolean: 2
        default: 5 &+ valueSize
        }
    }
}
