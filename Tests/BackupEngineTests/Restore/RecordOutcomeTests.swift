import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Results of writes` {
    /// `Spec/semantics.md` §B5, with the transient results of §C retried instead of ending the restore.
    @Test(arguments: [
        (UInt8(0), RecordOutcome.inserted), (3, .fresher), (5, .existed),
        (10, .refused), (12, .refused), (13, .refused), (17, .refused), (19, .refused), (21, .refused), (22, .refused),
        (7, .retry), (9, .retry), (11, .retry), (14, .retry), (18, .retry), (83, .retry), (152, .retry),
        (4, .abort), (8, .abort), (16, .abort), (20, .abort), (25, .abort), (80, .abort), (160, .abort), (1, .abort),
    ])
    func `each has its class`(code: UInt8, outcome: RecordOutcome) {
        #expect(RecordOutcome(ResultCode(rawValue: code)) == outcome)
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

    /// `Spec/semantics.md` §B3 in the bits of `Spec/wire-protocol.md` §6.2.
    @Test func `policies become flags`() {
        #expect(WritePolicy().info2.rawValue == 0x09)
        #expect(WritePolicy().info3.rawValue == 0)
        #expect(WritePolicy(existing: .merge, checksGeneration: false).info2.rawValue == 0x01)
        #expect(WritePolicy(existing: .replace).info3.rawValue == 0x10)
        #expect(WritePolicy(existing: .keep).info2.rawValue == 0x29)
    }
}
