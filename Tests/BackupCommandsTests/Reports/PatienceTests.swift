import Testing

@testable import CommandLineInterface

@Suite struct `The patience of a tool in a hurry` {
    /// Times of the clock: nothing depends on when it began to count.
    private static let hurry = 1_000_000

    @Test func `is 0.3 s for all lines that nobody reads together`() {
        var patience = Patience()
        var now = Self.hurry + 40
        var waited = 0
        for _ in 0..<96 {
            patience.begin(at: now)
            let time = patience.timeLeft(at: now, hurry: Self.hurry)
            waited += time
            now += time
            #expect(patience.timeLeft(at: now, hurry: Self.hurry) == 0)
            patience.end(at: now, hurry: Self.hurry, isWhole: false)
            now += 5
        }
        #expect(waited == 300)
    }

    @Test func `begins anew with each line that is taken whole, however late it comes`() {
        var patience = Patience()
        for now in [Self.hurry, Self.hurry + 250, Self.hurry + 600_000] {
            patience.begin(at: now)
            #expect(patience.timeLeft(at: now, hurry: Self.hurry) == 300)
            #expect(patience.timeLeft(at: now + 299, hurry: Self.hurry) == 1)
            patience.end(at: now + 299, hurry: Self.hurry, isWhole: true)
        }
    }

    /// Two lines, each of which is half taken.
    @Test func `is shared by lines that are not taken whole`() {
        var patience = Patience()
        patience.begin(at: Self.hurry)
        patience.end(at: Self.hurry + 100, hurry: Self.hurry, isWhole: false)
        patience.begin(at: Self.hurry + 5000)
        #expect(patience.timeLeft(at: Self.hurry + 5000, hurry: Self.hurry) == 200)
    }

    @Test func `counts from the signal if the line waits already`() {
        var patience = Patience()
        patience.begin(at: Self.hurry - 9000)
        #expect(patience.timeLeft(at: Self.hurry + 100, hurry: Self.hurry) == 200)
        #expect(patience.timeLeft(at: Self.hurry + 400, hurry: Self.hurry) == 0)
    }
}
