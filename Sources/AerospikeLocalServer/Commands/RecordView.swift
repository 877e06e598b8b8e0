import AerospikeProtocol

/// A record as filter expressions see it.
struct RecordView: ExpressionRecord {
    private let record: StoredRecord
    private let moment: Moment
    /// The name of the record's set; empty for none.
    let setName: [UInt8]

    /// Creates a view of a record at a moment.
    init(_ record: StoredRecord, setName: [UInt8], moment: Moment) {
        self.record = record
        self.setName = setName
        self.moment = moment
    }

    /// The 20 bytes of the digest.
    var digest: [UInt8] { self.record.digest.bytes }

    /// The last change in nanoseconds since 1970.
    var lastUpdateNanoseconds: Int64 { Int64(clamping: self.record.lastUpdate) &* 1_000_000 }

    /// The time since the last change in milliseconds.
    var sinceUpdateMilliseconds: Int64 {
        Int64(clamping: self.moment.milliseconds) - Int64(clamping: self.record.lastUpdate)
    }

    /// The void time in nanoseconds since 1970; -1 for never.
    var voidTimeNanoseconds: Int64 {
        guard self.record.voidTime != .never else { return -1 }
        return (Int64(self.record.voidTime.rawValue) + VoidTime.epoch) &* 1_000_000_000
    }

    /// The seconds left; -1 for never.
    var timeToLiveSeconds: Int64 {
        guard self.record.voidTime != .never else { return -1 }
        return Int64(self.record.voidTime.rawValue) - Int64(self.moment.seconds)
    }

    /// The size the record has in the server's flat format.
    var recordSize: Int64 { Int64(FlatRecordSize.rounded(of: self.record, setNameSize: self.setName.count)) }

    /// The stored user key.
    var storedKey: BinParticle? {
        let range = self.record.keyRange
        guard let type = self.record.body[range].first else { return nil }
        return BinParticle(type: type, bytes: Array(self.record.body[range].dropFirst()))
    }

    /// The value of a bin.
    func bin(named name: [UInt8]) -> BinParticle? {
        var reader = ByteReader(self.record.body.view.at(self.record.binsRange))
        while !reader.isAtEnd, let bin = try? OperationView(reading: &reader) {
            if bin.name.isEqual(to: name.view) {
                return BinParticle(type: bin.particleType.rawValue, bytes: [UInt8](copying: bin.value))
            }
        }
        return nil
    }
}
