import Testing

@testable import BackupEngine

@Suite struct `Throttles` {
    /// Both would take weeks.
    @Test func `a wait ends with a stop, before it or amid it`() async throws {
        let throttle = Throttle(rate: 1)
        let stop = StopSignal()
        async let wait: Void = throttle.take(1_000_000, until: stop)
        for _ in 0..<100 { await Task.yield() }
        stop.request()
        try await wait
        try await throttle.take(1_000_000, until: stop)
        #expect(throttle.wait(for: 1) > .seconds(1_000_000), "what was taken is taken")
    }
}
