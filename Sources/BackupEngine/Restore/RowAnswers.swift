import AerospikeProtocol

/// What a server has said of the rows of a batch that were sent to it. A pure value.
struct RowAnswers {
    private enum Answer {
        case notAwaited
        case awaited
        case given(ResultCode)
    }

    private var answers: [Answer]

    /// Waits for the answers of some rows.
    ///
    /// - Parameters:
    ///   - rows: The rows that are sent.
    ///   - count: How many rows the batch has, sent or not.
    init(awaiting rows: [Int], of count: Int) {
        self.answers = [Answer](repeating: .notAwaited, count: count)
        for row in rows { self.answers[row] = .awaited }
    }

    /// Takes the answer of a row.
    ///
    /// - Returns: Whether it was waited for: not if the row was not sent, or is answered already.
    mutating func take(_ index: UInt32, _ result: ResultCode) -> Bool {
        let row = Int(index)
        guard row < self.answers.count, case .awaited = self.answers[row] else { return false }
        self.answers[row] = .given(result)
        return true
    }

    /// Gives each of some rows that is answered with its result to `attempt`.
    ///
    /// - Returns: Those that are not answered.
    func tell(_ attempt: inout WriteAttempt, of rows: [Int]) -> [Int] {
        rows.filter { row in
            guard case .given(let result) = self.answers[row] else { return true }
            attempt.answered(row, result)
            return false
        }
    }
}
