import Testing

@testable import BackupEngine

@Suite struct `First failures` {
    private func message(_ failure: FirstFailure) -> String? { (failure.error as? JobError)?.message }

    @Test func `all parts of a restore wait until the same moment`() {
        let failure = FirstFailure(patience: .seconds(1))
        let now = ContinuousClock.now
        #expect(failure.error == nil)
        #expect(failure.note(JobError(.record, "first"), at: now) == now + .seconds(1))
        #expect(failure.note(JobError(.record, "second"), at: now + .milliseconds(900)) == now + .seconds(1))
        #expect(failure.note(JobError(.record, "third"), at: now + .seconds(5)) == now + .seconds(1))
        #expect(self.message(failure) == "first")
    }

    @Test func `the wait for the end of the time ends with it`() async {
        let failure = FirstFailure(patience: .zero)
        async let end: Void = failure.wait()
        _ = failure.note(JobError(.record, "first"))
        await end
    }

    @Test func `the wait ends with its task`() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await FirstFailure(patience: .zero).wait() }
            group.cancelAll()
        }
    }
}
