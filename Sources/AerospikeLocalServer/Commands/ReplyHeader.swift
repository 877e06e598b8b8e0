import AerospikeProtocol

/// What the header of a reply to a single command tells.
struct ReplyHeader: Sendable {
    /// The result.
    var result: ResultCode
    /// The record's generation.
    var generation: UInt16
    /// When the record expires.
    var voidTime: VoidTime

    /// Creates a header.
    init(_ result: ResultCode, generation: UInt16 = 0, voidTime: VoidTime = .never) {
        self.result = result
        self.generation = generation
        self.voidTime = voidTime
    }

    /// Creates a header with the metadata of a record.
    init(_ result: ResultCode, of record: StoredRecord) {
        self.init(result, generation: record.generation, voidTime: record.voidTime)
    }
}
