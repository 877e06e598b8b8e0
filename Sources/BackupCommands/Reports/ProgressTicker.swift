/// Lets a report print at the first second and every tenth one after it, as the original does (`Spec/cli.md` §5).
struct ProgressTicker: Sendable {
    /// The seconds between two reports after the first.
    static let interval = 10

    private let start = ContinuousClock.now

    /// Seconds since the ticker was made.
    var elapsed: Double {
        let elapsed = (ContinuousClock.now - self.start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// Runs `body` and lets a report print how far it has come, now and then.
    ///
    /// - Throws: What `body` throws.
    func withTicks(of report: some ProgressReport, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.tick(report) }
            defer { group.cancelAll() }
            try await body()
        }
    }

    private func tick(_ report: some ProgressReport) async throws {
        var previous = Rate.Sample.zero
        var second = 1
        while true {
            try await Task.sleep(until: self.start + .seconds(second), clock: .continuous)
            report.progress(elapsed: self.elapsed, since: previous)
            previous = report.sample(at: self.elapsed)
            second = second == 1 ? Self.interval : second + Self.interval
        }
    }
}

/// What can say how far a run has come.
protocol ProgressReport: Sendable {
    /// The counters now.
    func sample(at time: Double) -> Rate.Sample

    /// Prints how far the run has come.
    ///
    /// - Parameters:
    ///   - elapsed: Seconds since the start.
    ///   - previous: The counters when something was last printed.
    func progress(elapsed: Double, since previous: Rate.Sample)
}
