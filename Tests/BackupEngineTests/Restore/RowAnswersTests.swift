import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Answers to rows` {
    @Test func `are taken once each, and for rows that were sent`() {
        var answers = RowAnswers(awaiting: [0, 2, 3], of: 5)
        // Behind the first two: answered already, not sent, no row at all.
        let told: [(UInt32, ResultCode)] = [(2, .recordExists), (0, .ok), (2, .ok), (1, .ok), (5, .ok), (.max, .ok)]
        let isTaken = told.map { answers.take($0, $1) }
        #expect(isTaken == [true, true, false, false, false, false])
        let digest = Digest(set: [], keyType: .integer, key: [UInt8](repeating: 0, count: 8))
        var attempt = WriteAttempt(batch: RecordedRestore.batch([Digest](repeating: digest, count: 5)))
        let unanswered = answers.tell(&attempt, of: [0, 2, 3])
        #expect(unanswered == [3])
        #expect(attempt.counts.inserted == 1 && attempt.counts.existed == 1 && attempt.counts.fresher == 0)
    }
}
