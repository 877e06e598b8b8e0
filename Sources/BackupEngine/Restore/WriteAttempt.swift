import AerospikeClient
import AerospikeProtocol

/// What one try to write the rows of a batch came to. A pure value.
struct WriteAttempt {
    /// The rows.
    let batch: RecordBatch
    /// Whether refused rows are kept for another time, so that it matters which row of a batch is refused.
    let keepsRefused: Bool
    /// Rows to be sent again.
    private(set) var retryable: [Int] = []
    /// The last answer of those rows to be sent again that had one of their own.
    private(set) var answers: [Int: ResultCode] = [:]
    /// Why, in the words of the last error.
    private(set) var reason = ""
    /// Whether the rows to be sent again are to go one by one, to find the one for which a batch was refused.
    private(set) var isToBeSplit = false
    /// Whether a server takes only batches of fewer rows.
    private(set) var isTooLarge = false
    /// The records written, those that existed and were to be kept, and those that are there in the same or a higher
    /// generation.
    private(set) var counts = RecordCounts()
    /// Records that the server will never take.
    private(set) var refused: [(row: Int, result: ResultCode)] = []
    /// Records whose result ends the restore.
    private(set) var aborting: [(row: Int, result: ResultCode)] = []

    /// Rows that may have been written though no answer said so, in this attempt or an earlier one. A refusal says nothing of
    /// the write before it.
    private(set) var doubtful: Set<Int>
    /// Rows in doubt whose answer now may be the echo of their own write: only the server can tell (`ReadBack`).
    private(set) var unsettled: [(row: Int, result: ResultCode)] = []
    /// Nodes whose connections failed: the next attempt goes to others.
    private(set) var unreachable: Set<Node> = []
    /// Nodes that were waited for in vain, and are in this attempt no more: each further row would wait as long.
    private(set) var silent: Set<Node> = []

    /// Creates an attempt without answers.
    ///
    /// - Parameters:
    ///   - batch: The rows.
    ///   - keepsRefused: Whether refused rows are kept for another time.
    ///   - doubtful: Rows that earlier attempts left in doubt.
    init(batch: RecordBatch, keepsRefused: Bool = false, doubtful: Set<Int> = []) {
        self.batch = batch
        self.keepsRefused = keepsRefused
        self.doubtful = doubtful
    }

    /// Takes the answer of a row of a batch.
    mutating func answered(_ row: Int, _ result: ResultCode) {
        let outcome = RecordOutcome(result)
        let wasDoubtful = !self.doubtful.isEmpty && self.doubtful.contains(row)
        if wasDoubtful, outcome == .existed || outcome == .fresher {
            self.unsettled.append((row, result))
            return
        }
        if wasDoubtful, outcome == .inserted { self.doubtful.remove(row) }
        switch outcome {
        case .inserted: self.counts.inserted += 1
        case .existed: self.counts.existed += 1
        case .fresher: self.counts.fresher += 1
        case .refused: self.refused.append((row, result))
        case .retry: self.retry(row, result)
        case .abort:
            self.aborting.append((row, result))
            if CommandOutcome.leavesDoubt(result) { self.doubtful.insert(row) }
        }
    }

    /// Takes what was found out of an unsettled row. If nothing was, the server's answer counts.
    mutating func settled(_ row: Int, _ result: ResultCode, _ finding: ReadBack.Finding) {
        self.doubtful.remove(row)
        switch finding {
        case .written: self.counts.inserted += 1
        case .notWritten, .unknown: self.answered(row, result)
        }
    }

    /// Takes the answer of a command that wrote one row.
    mutating func answeredAlone(_ row: Int, _ result: ResultCode) {
        switch CommandOutcome(result) {
        case .inspect: self.answered(row, result)
        case .abort: self.aborting.append((row, result))
        case .retry: self.retry(row, result)
        }
    }

    private mutating func retry(_ row: Int, _ result: ResultCode) {
        self.retryable.append(row)
        self.answers[row] = result
        if CommandOutcome.leavesDoubt(result) { self.doubtful.insert(row) }
        self.reason = "code \(result.rawValue): \(ResultText.text(result))"
    }

    /// Takes the answer of a whole command for rows that were not answered by themselves.
    mutating func wholeCommand(_ rows: [Int], _ result: ResultCode) {
        guard let first = rows.first else { return }
        self.reason = "code \(result.rawValue): \(ResultText.text(result))"
        guard CommandOutcome(result) == .abort else {
            self.retryable += rows
            if result == .batchTooLarge { self.isTooLarge = true }
            if CommandOutcome.leavesDoubt(result) { self.doubtful.formUnion(rows) }
            return
        }
        // A refusal of the whole command says nothing of a single record, unless it is the only one.
        if self.keepsRefused, !RecordOutcome.concernsAll(result), rows.count > 1 {
            self.retryable += rows
            self.isToBeSplit = true
        } else {
            self.aborting.append((first, result))
        }
    }

    /// Takes a failure of the connection to a node.
    mutating func failed(_ rows: [Int], at node: Node, _ error: AerospikeError) {
        self.failed(rows, error.description)
        if error.mayHaveBeenCarriedOut { self.doubtful.formUnion(rows) }
        guard error.code.isConnectionFault else { return }
        self.unreachable.insert(node)
        // A connection that was lost cost no time, and the next one may be better.
        if error.code != .connectionLost { self.silent.insert(node) }
    }

    /// Takes rows that are not sent for the reason of the last failure.
    mutating func passedOver(_ rows: [Int]) { self.retryable += rows }

    /// Takes a failure before anything was sent.
    mutating func failed(_ rows: [Int], _ reason: String) {
        self.retryable += rows
        self.reason = reason
    }

    /// Gives up those rows to be sent again that had an answer of their own which is not known to pass: what is left
    /// is that the server refuses them.
    mutating func giveUpOnRefusals() {
        for row in self.retryable {
            guard let result = self.answers[row], RecordOutcome(result) == .abort else { continue }
            self.aborting.append((row, result))
        }
        let given = Set(self.aborting.map(\.row))
        self.retryable.removeAll { given.contains($0) }
    }
}
