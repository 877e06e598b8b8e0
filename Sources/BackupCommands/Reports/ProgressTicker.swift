/// Calls a report at the first second and every tenth one after it, as the original does (`Spec/cli.md` §5).
struct ProgressTicker: Sendable {
    /// The seconds between two reports after the first.
    static let interval = 10

    private let start = ContinuousClock.now

    /// Seconds since the ticker was made.
    var elapsed: Double {
        let elapsed = (ContinuousClock.now - self.start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// Ticks until the task is cancelled.
    ///
    /// - Parameters:
    ///   - sample: Reads the counters.
    ///   - report: Gets the seconds since the start and the counters of the last report.
    func run(
        sample: @Sendable (Double) -> Rate.Sample,
        report: @Sendable (Double, Rate.Sample) -> Void
    ) async throws {
        var previous = Rate.Sample(time: 0, records: 0, bytes: 0)
        var second = 1
        while true {
            try await Task.sleep(until: self.start + .seconds(second), clock: .continuous)
            report(self.elapsed, previous)
            previous = sample(self.elapsed)
            second = second == 1 ? Self.interval : second + Self.interval
        }
    }
}
