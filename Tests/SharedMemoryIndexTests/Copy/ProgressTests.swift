import Testing

@testable import SharedMemoryIndex

@Suite struct `Progress of a copy` {
    /// Spec/asmt.md §5.
    @Test(arguments: [
        (0.0, "0.0s"), (3.49, "3.4s"), (59.99, "59.9s"), (60, "1m:0.0s"), (123.4, "2m:3.4s"), (3723.4, "1h:2m:3.4s"),
    ])
    func `writes times as the original does`(seconds: Double, text: String) {
        #expect(ElapsedTime.text(seconds) == text)
    }

    @Test func `has a line for each tenth`() {
        var lines = ProgressLines(total: 1000)
        #expect(lines.advance(99, seconds: 1) == nil)
        #expect(lines.advance(1, seconds: 1.5) == "Transferred  10% of data in 1.5s.")
        #expect(lines.advance(50, seconds: 2) == nil)
        #expect(lines.advance(450, seconds: 61) == "Transferred  60% of data in 1m:1.0s.")
        #expect(lines.advance(400, seconds: 62) == "Transferred 100% of data in 1m:2.0s.")
    }

    @Test func `says rate and remaining time`() {
        var lines = ProgressLines(total: 4 << 20)
        _ = lines.advance(1 << 20, seconds: 2)
        #expect(lines.parts(seconds: 2) == ["25%", "~6s remaining", "512.0 KiB/s", "1.0 MiB of 4.0 MiB"])
    }

    @Test func `is slowed down to a rate`() {
        var pace = Pace(bytesPerSecond: 100)
        #expect(pace.take(50, at: 0) == 0.5)
        #expect(pace.take(100, at: 0.5) == 1)
        // A pause earns nothing.
        #expect(pace.take(100, at: 10) == 1)
    }
}
