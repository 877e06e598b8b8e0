import AerospikeProtocol

/// What one try to write the rows of a batch came to. A pure value.
struct WriteAttempt {
    /// The rows.
    let batch: RecordBatch
    /// Rows to be sent again.
    private(set) var retryable: [Int] = []
    /// Why, in the words of the last error.
    private(set) var reason = ""
    /// The number of records written.
    private(set) var inserted = 0
    /// The number of records that existed and were to be kept.
    private(set) var existed = 0
    /// The number of records that the namespace holds in the same or a higher generation.
    private(set) var fresher = 0
    /// Records that the server will never take.
    private(set) var refused: [(row: Int, result: ResultCode)] = []
    /// The first record whose result ends the restore.
    private(set) var aborting: (row: Int, result: ResultCode)?

    /// Creates an attempt without answers.
    init(batch: RecordBatch) { self.batch = batch }

    /// Takes the answer of a row.
    mutating func answered(_ row: Int, _ result: ResultCode) {
        switch RecordOutcome(result) {
        case .inserted: self.inserted += 1
        case .existed: self.existed += 1
        case .fresher: self.fresher += 1
        case .refused: self.refused.append((row, result))
        case .retry:
            self.retryable.append(row)
            self.reason = "code \(result.rawValue): \(ResultText.text(result))"
        case .abort: self.aborting = self.aborting ?? (row, result)
        }
    }

    /// Takes the answer of a whole command for rows that were not answered by themselves.
    mutating func wholeCommand(_ rows: [Int], _ result: ResultCode) {
        for row in rows {
            // A refusal of the whole command says nothing of a single record: only its end or another try are left.
            switch RecordOutcome(result) {
            case .abort where result != .serverError: self.aborting = self.aborting ?? (row, result)
            default:
                self.retryable.append(row)
                self.reason = "code \(result.rawValue): \(ResultText.text(result))"
            }
        }
    }

    /// Takes a failure of the connection.
    mutating func failed(_ rows: [Int], _ reason: String) {
        self.retryable += rows
        self.reason = reason
    }
}
