/// Keeps a bounded number of batches of one file in flight.
struct BatchSender {
    private let limit: Int
    private let target: any RecordTarget
    private let throttles: RestoreThrottles
    private var inFlight = 0

    /// Creates a sender that has at most `limit` batches in flight.
    init(limit: Int, target: any RecordTarget, throttles: RestoreThrottles) {
        self.limit = max(1, limit)
        self.target = target
        self.throttles = throttles
    }

    /// Sends a batch, waiting for an earlier one if too many are in flight.
    ///
    /// - Throws: The error of any batch, so that reading stops at once.
    mutating func send(_ batch: RecordBatch, group: inout ThrowingTaskGroup<Void, any Error>) async throws {
        try await self.throttles.records?.take(batch.count)
        if self.inFlight >= self.limit {
            try await group.next()
            self.inFlight -= 1
        }
        self.inFlight += 1
        let target = self.target
        group.addTask { try await target.write(batch) }
    }
}
