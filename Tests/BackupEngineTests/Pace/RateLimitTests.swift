import Testing

@testable import BackupEngine

@Suite struct `Rate limits` {
    @Test func `the first second is free and the rest waits`() {
        var limit = RateLimit(rate: 1000, now: .zero)
        #expect(limit.take(1000, now: .zero) == .zero)
        #expect(limit.take(500, now: .zero) == .milliseconds(500))
    }

    @Test func `time pays debts back`() {
        var limit = RateLimit(rate: 1000, now: .zero)
        _ = limit.take(2000, now: .zero)
        #expect(limit.take(0, now: .seconds(1)) == .zero)
        #expect(limit.take(100, now: .seconds(1)) == .milliseconds(100))
    }

    @Test func `a pause saves up no more than one second`() {
        var limit = RateLimit(rate: 1000, now: .zero)
        #expect(limit.take(0, now: .seconds(60)) == .zero)
        #expect(limit.take(3000, now: .seconds(60)) == .seconds(2))
    }

    /// Whatever the pieces, in the end the waits sum up to the amount divided by the rate, less the free second.
    @Test(arguments: [1, 7, 100, 4096]) func `many pieces keep the rate`(piece: Int) {
        var limit = RateLimit(rate: 10_000, now: .zero)
        var now = Duration.zero
        var taken = 0
        while taken < 100_000 {
            now += limit.take(piece, now: now)
            taken += piece
        }
        #expect(now >= .seconds(8.9) && now <= .seconds(10.5), "\(now)")
    }
}
