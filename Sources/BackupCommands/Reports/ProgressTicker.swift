import CommandLineInterface

/// Lets a report speak each second, and print log lines at the first second and every tenth one after it, as the original
/// does (`Spec/cli.md` §5).
struct ProgressTicker: Sendable {
    /// The seconds between two log lines after the first.
    static let interval = 10
    /// The seconds over which the rates of the live line are taken.
    private static let span = 5

    private let start = ContinuousClock.now

    /// Seconds since the ticker was made.
    var elapsed: Double {
        let elapsed = (ContinuousClock.now - self.start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// Runs `body` and lets a report say how far it has come, now and then.
    ///
    /// - Throws: What `body` throws.
    func withTicks(of report: some ProgressReport, _ body: () async throws -> Void) async throws {
        let isTerminal = Terminal.isThere
        defer { if isTerminal { StandardError.show("") } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.tick(report, isTerminal: isTerminal) }
            // The last tick must be over before the live line goes.
            defer { group.cancelAll() }
            try await body()
        }
    }

    private func tick(_ report: some ProgressReport, isTerminal: Bool) async throws {
        var printed = Rate.Sample.zero
        var recent = [Rate.Sample.zero]
        var second = 1
        while true {
            try await Task.sleep(until: self.start + .seconds(second), clock: .continuous)
            let now = report.sample(at: self.elapsed)
            recent = recent.suffix(Self.span) + [now]
            if second == 1 || second % Self.interval == 0 {
                report.progress(elapsed: now.time, since: printed)
                printed = now
            }
            report.everySecond(elapsed: now.time)
            if isTerminal {
                let parts = report.liveParts(now, rate: Rate(from: recent[0], to: now))
                StandardError.show(LiveLine.text(parts, width: Terminal.width))
            }
            second += 1
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

    /// Tells programs how far the run has come; called each second.
    func everySecond(elapsed: Double)

    /// What the live line says, the most important first.
    func liveParts(_ now: Rate.Sample, rate: Rate) -> [String]
}
