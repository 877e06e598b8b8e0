import AerospikeProtocol
import NIOCore
import Testing

@testable import BackupEngine

@Suite struct `Results of writes` {
    /// `Spec/semantics.md` §B5, per record; the transient results of §C are retried instead of ending the restore.
    private static let records: [UInt8: RecordOutcome] = [
        0: .inserted, 3: .fresher, 5: .existed,
        10: .refused, 12: .refused, 13: .refused, 17: .refused, 19: .refused, 21: .refused, 22: .refused,
        7: .retry, 9: .retry, 11: .retry, 14: .retry, 15: .retry, 18: .retry, 83: .retry, 151: .retry, 152: .retry,
    ]

    /// `Spec/semantics.md` §B5, for a whole command.
    private static let inspected: Set<UInt8> = [0, 3, 5, 10, 12, 13, 17, 19, 21, 22]
    private static let permanent: Set<UInt8> = [
        4, 8, 16, 20, 25, 26, 27, 51, 52, 53, 54, 55, 56, 66, 70, 80, 81, 82, 160, 202, 203, 150,
    ]

    @Test(arguments: UInt8.min...UInt8.max) func `each has its class`(code: UInt8) {
        let result = ResultCode(rawValue: code)
        #expect(RecordOutcome(result) == Self.records[code] ?? .abort)
        let whole: CommandOutcome =
            Self.inspected.contains(code) ? .inspect : Self.permanent.contains(code) ? .abort : .retry
        #expect(CommandOutcome(result) == whole)
        // What the server says of all records is nothing that it says of one.
        if RecordOutcome.concernsAll(result) { #expect(RecordOutcome(result) == .abort) }
    }

    /// `Spec/semantics.md` §B6: at once, then s, 2 s, 4 s, 8 s; then no more.
    @Test func `retries double their waits`() {
        let schedule = RetrySchedule(maximumRetries: 5, scale: 150_000)
        let delays = (1...6).map { schedule.delay(before: $0) }
        #expect(
            delays == [
                .zero, .milliseconds(150), .milliseconds(300), .milliseconds(600), .milliseconds(1200), nil,
            ]
        )
        #expect(RetrySchedule(maximumRetries: 0).delay(before: 1) == nil)
    }

    @Test func `retries are spread by a quarter to either side`() {
        let schedule = RetrySchedule(maximumRetries: 5, scale: 100_000)
        #expect(schedule.delay(before: 1, jitter: 1) == .zero)
        #expect(schedule.delay(before: 3, jitter: 0) == .milliseconds(150))
        #expect(schedule.delay(before: 3, jitter: 1) == .milliseconds(250))
        #expect(schedule.delay(before: 3, jitter: 99) == .milliseconds(250))
    }

    @Test func `no wait is longer than an hour and a quarter, whatever the options say`() {
        let schedule = RetrySchedule(maximumRetries: 100, scale: Int.max)
        for retry in 2...100 { #expect(schedule.delay(before: retry, jitter: 1) == .seconds(4500)) }
    }

    /// `Spec/semantics.md` §B3 in the bits of `Spec/wire-protocol.md` §6.2.
    @Test func `policies become flags`() {
        #expect(WritePolicy().info2.rawValue == 0x09)
        #expect(WritePolicy().info3.rawValue == 0)
        #expect(WritePolicy(existing: .merge, checksGeneration: false).info2.rawValue == 0x01)
        #expect(WritePolicy(existing: .replace).info3.rawValue == 0x10)
        #expect(WritePolicy(existing: .keep).info2.rawValue == 0x29)
    }

    private static func attempt(keepsRefused: Bool) -> WriteAttempt {
        let batch = RecordBatch(
            form: .batch,
            storage: ByteBuffer(),
            offsets: [],
            partitions: [],
            namespace: "test",
            node: nil
        )
        return WriteAttempt(batch: batch, keepsRefused: keepsRefused)
    }

    @Test func `a batch refused as a whole is taken apart if its records are to be kept`() {
        var attempt = Self.attempt(keepsRefused: true)
        attempt.wholeCommand([0, 1, 2], .parameter)
        #expect(attempt.isToBeSplit && attempt.retryable == [0, 1, 2] && attempt.aborting.isEmpty)
        attempt = Self.attempt(keepsRefused: true)
        attempt.wholeCommand([1], .parameter)
        #expect(!attempt.isToBeSplit && attempt.retryable.isEmpty && attempt.aborting.map(\.row) == [1])
        attempt = Self.attempt(keepsRefused: true)
        attempt.wholeCommand([0, 1], .namespaceNotFound)
        #expect(!attempt.isToBeSplit && attempt.aborting.map(\.row) == [0])
        attempt = Self.attempt(keepsRefused: false)
        attempt.wholeCommand([0, 1], .parameter)
        #expect(attempt.retryable.isEmpty && attempt.aborting.map(\.row) == [0])
        attempt = Self.attempt(keepsRefused: true)
        attempt.wholeCommand([0, 1], .serverError)
        #expect(!attempt.isToBeSplit && attempt.retryable == [0, 1])
    }

    @Test func `a batch that is too large for a server is cut, and nothing of it is in doubt`() {
        var attempt = Self.attempt(keepsRefused: false)
        attempt.wholeCommand([0, 1], .serverError)
        #expect(!attempt.isTooLarge)
        attempt.wholeCommand([2, 3], ResultCode(rawValue: 151))
        #expect(attempt.isTooLarge && attempt.retryable == [0, 1, 2, 3] && attempt.doubtful == [0, 1])
    }

    @Test func `single writes are refused once they were sent often enough`() {
        var attempt = Self.attempt(keepsRefused: true)
        attempt.answeredAlone(0, .notFound)
        attempt.answeredAlone(1, .timeout)
        attempt.answeredAlone(2, .generation)
        attempt.failed([3], "no connection")
        #expect(attempt.retryable == [0, 1, 3] && attempt.counts.fresher == 1)
        attempt.giveUpOnRefusals()
        #expect(attempt.retryable == [1, 3] && attempt.aborting.map(\.row) == [0])
    }
}
