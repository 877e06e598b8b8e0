/// When a batch has enough records to be sent. A pure value.
struct BatchLimit: Hashable, Sendable {
    /// A batch that has grown to so many bytes is sent, however few its records are.
    private static let mostBytes = 1 << 20
    /// Up to so many bytes a batch takes more records than its number, if nobody gave that: what a batch costs the client
    /// and the server is mostly the same for 10 records and for 1,000 (`Spec/performance.md` §3.2).
    private static let leastBytes = 240 << 10
    /// The records of a batch of the original.
    static let originalRows = 128
    /// The most records of such a batch.
    private static let mostRows = 1024

    /// The records of a batch.
    let rows: Int
    /// Whether batches of fewer than 240 KiB take more of them.
    let fillsUp: Bool

    /// The limit that a plan asks for, or else that of the original: 128 records, or 16 that go by themselves.
    init(plan: RestorePlan, form: RecordBatch.Form) {
        self.rows = plan.batchSize > 0 ? plan.batchSize : form == .batch ? Self.originalRows : 16
        // A limited rate would come in surges.
        self.fillsUp = plan.batchSize == 0 && form == .batch && plan.recordsPerSecond == 0
    }

    /// Whether a batch is full.
    ///
    /// - Parameters:
    ///   - rows: Its records.
    ///   - bytes: Their size as a message.
    func isReached(rows: Int, bytes: Int) -> Bool {
        if bytes >= Self.mostBytes { return true }
        guard rows >= self.rows else { return false }
        return !self.fillsUp || bytes >= Self.leastBytes || rows >= Self.mostRows
    }
}
