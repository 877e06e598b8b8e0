import Testing

@testable import BackupEngine

@Suite struct `A batch is full` {
    private func limit(_ form: RecordBatch.Form, _ change: (inout RestorePlan) -> Void = { _ in }) -> BatchLimit {
        var plan = RestorePlan(source: .file(path: "x"))
        change(&plan)
        return BatchLimit(plan: plan, form: form)
    }

    @Test func `with 128 records of some size, or as many small ones as make a large message`() {
        let limit = self.limit(.batch)
        #expect(!limit.isReached(rows: 127, bytes: 1_048_575))
        #expect(limit.isReached(rows: 1, bytes: 1_048_576))
        #expect(limit.isReached(rows: 128, bytes: 245_760))
        #expect(!limit.isReached(rows: 128, bytes: 245_759))
        #expect(!limit.isReached(rows: 1023, bytes: 100_000))
        #expect(limit.isReached(rows: 1024, bytes: 100_000))
    }

    @Test func `with as many records as the user says`() {
        let limit = self.limit(.batch) { $0.batchSize = 10 }
        #expect(!limit.isReached(rows: 9, bytes: 1000))
        #expect(limit.isReached(rows: 10, bytes: 1000))
        #expect(limit.isReached(rows: 9, bytes: 1 << 20))
    }

    @Test func `with 128 records if their rate is limited, so that they do not come in surges`() {
        #expect(self.limit(.batch) { $0.recordsPerSecond = 100 }.isReached(rows: 128, bytes: 1000))
    }

    @Test func `with 16 records that go by themselves`() {
        #expect(self.limit(.singleWrites).isReached(rows: 16, bytes: 1000))
    }
}
