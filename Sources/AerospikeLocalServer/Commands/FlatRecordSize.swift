import AerospikeProtocol

/// The size a record has in the real server's storage, which `max-record-size` and the expression "record size" count.
///
/// 35 bytes, the void time if there is one, the set, the key, the number of bins, the bins, and an end mark of 4 bytes;
/// checked against a server 8.1. Only the cells of GeoJSON regions, which this server does not compute, are not counted.
enum FlatRecordSize {
    private static let fixedSize = 35
    private static let endMarkSize = 4
    private static let unit = 16

    /// The size of a record, rounded up as it is stored.
    static func rounded(of record: StoredRecord, setNameSize: Int) -> Int {
        let size = Self.size(
            of: RecordDraft(record),
            request: [UInt8]().view,
            setNameSize: setNameSize,
            keySize: record.keyRange.count,
            hasVoidTime: record.voidTime != .never
        )
        return (size + Self.unit - 1) / Self.unit * Self.unit
    }

    /// The size of a record that is being written.
    static func size(of draft: RecordDraft, request: RawSpan, setNameSize: Int, keySize: Int, hasVoidTime: Bool) -> Int
    {
        var size = Self.fixedSize &+ Self.endMarkSize &+ Self.countSize(draft.count)
        if hasVoidTime { size &+= 4 }
        if setNameSize > 0 { size &+= 1 &+ setNameSize }
        if keySize > 0 { size &+= Self.countSize(keySize) &+ keySize }
        return size &+ draft.flatSize(request: request)
    }

    /// The size of a value with its type: integers take as few of 1, 2, 4 or 8 bytes as they can.
    static func particle(type: UInt8, size: Int, integer: UInt64?) -> Int {
        switch ParticleType(rawValue: type) {
        case .integer:
            switch integer ?? UInt64.max {
            case 0..<0x100: 3
            case 0..<0x1_0000: 4
            case 0..<0x1_0000_0000: 6
            default: 10
            }
        case .float: 9
        case .boolean: 2
        case .geoJSON: 13 &+ size
        default: 5 &+ size
        }
    }

    private static func countSize(_ count: Int) -> Int { count < 128 ? 1 : count < 16_384 ? 2 : 3 }
}
