import Testing

@testable import BackupEngine

@Suite struct `The limit of batches in flight` {
    private func answered(_ limit: inout InFlightLimit, _ count: Int, afterMilliseconds latency: Int64) {
        for _ in 0..<count { limit.note(.answered(latency * 1_000_000)) }
    }

    @Test func `it grows while answers come fast and stops at its ceiling`() {
        var limit = InFlightLimit(ceiling: nil)
        #expect(limit.limit == 16)
        self.answered(&limit, 16, afterMilliseconds: 2)
        #expect(limit.limit == 32)
        self.answered(&limit, 10_000, afterMilliseconds: 2)
        #expect(limit.limit == InFlightLimit.highest)
    }

    @Test func `behind the first late answer it grows by an eighth with each round`() {
        var limit = InFlightLimit(ceiling: nil)
        self.answered(&limit, 16, afterMilliseconds: 2)
        self.answered(&limit, 32, afterMilliseconds: 100)
        #expect(limit.limit == 31)
        self.answered(&limit, 31, afterMilliseconds: 2)
        #expect(limit.limit == 34)
    }

    @Test func `the user's limit is never passed`() {
        var limit = InFlightLimit(ceiling: 5)
        #expect(limit.limit == 5)
        self.answered(&limit, 1000, afterMilliseconds: 1)
        #expect(limit.limit == 5)
    }

    @Test func `overload halves it once for each round of answers`() {
        var limit = InFlightLimit(ceiling: nil)
        self.answered(&limit, 10_000, afterMilliseconds: 2)
        self.answered(&limit, 64, afterMilliseconds: 2)
        for _ in 0..<20 { limit.note(.overloaded) }
        #expect(limit.limit == 64)
    }

    @Test func `it never falls below two, or the user's one`() {
        var limit = InFlightLimit(ceiling: nil)
        var single = InFlightLimit(ceiling: 1)
        for _ in 0..<100 {
            self.answered(&limit, 8, afterMilliseconds: 2)
            limit.note(.overloaded)
            single.note(.overloaded)
        }
        #expect(limit.limit >= 2 && limit.limit <= 18)
        #expect(single.limit == 1)
    }

    @Test func `slow answers let it shrink`() {
        var limit = InFlightLimit(ceiling: nil)
        self.answered(&limit, 500, afterMilliseconds: 1)
        let before = limit.limit
        self.answered(&limit, before * 3, afterMilliseconds: 100)
        #expect(limit.limit < before)
    }
}
