import BackupEngine
import BackupStorage
import CommandLineInterface
import Logging

/// The lines about the progress and the end of a restore (`Spec/cli.md` §5).
struct RestoreReport: ProgressReport {
    let statistics: RestoreStatistics
    let logger: Logger
    var options = ReportOptions()
    private let clock = ProgressTicker()
    private(set) var machine: MachineFile?

    init(statistics: RestoreStatistics, logger: Logger, options: ReportOptions = ReportOptions()) {
        self.statistics = statistics
        self.logger = logger
        self.options = options
    }

    /// The report with its file for programs open.
    ///
    /// - Throws: `StorageError` if it cannot be opened; `CancellationError`.
    func opened() async throws -> RestoreReport {
        guard let path = self.options.machinePath else { return self }
        var report = self
        report.machine = try await MachineFile.open(path: path, logger: self.logger)
        return report
    }

    /// The counters now.
    func sample(at time: Double) -> Rate.Sample {
        let now = self.statistics.now
        return Self.sample(now, at: time)
    }

    /// Rates are those of this run alone.
    private static func sample(_ counts: RestoreStatistics.Counts, at time: Double) -> Rate.Sample {
        Rate.Sample(
            time: time,
            records: counts.records - counts.earlierRecords,
            bytes: counts.bytes - counts.earlierBytes
        )
    }

    /// Prints what was done so far.
    ///
    /// - Parameters:
    ///   - elapsed: Seconds since the start.
    ///   - previous: The counters when something was last printed.
    func progress(elapsed: Double, since previous: Rate.Sample) {
        let now = self.statistics.now
        let rate = Rate(from: previous, to: Self.sample(now, at: elapsed))
        let bytesPerRecord = now.records == 0 ? 0 : now.bytes / UInt64(now.records)
        self.logger.info(
            """
            \(now.modules) UDF file(s), \(now.indexes) secondary index(es), \(now.records) record(s) \
            (\(rate.records) rec/s, \(rate.kibibytes) KiB/s, \(bytesPerRecord) B/rec, retries: \(now.retries))
            """
        )
        self.logger.info("\(Self.counters(now))")
        guard let progress = Progress(now, elapsed: elapsed) else { return }
        self.logger.info(
            "\(progress.percent)% complete, ~\(RemainingTime.text(seconds: progress.remaining ?? 0)) remaining"
        )
    }

    /// Tells programs how far the restore has come.
    func everySecond(elapsed: Double) {
        self.machine?.write(Self.machineLines(self.statistics.now, elapsed: elapsed))
    }

    /// What programs are told about a moment; nothing if nobody knows the size of the backup.
    static func machineLines(_ now: RestoreStatistics.Counts, elapsed: Double) -> [String] {
        guard let progress = Progress(now, elapsed: elapsed) else { return [] }
        let remaining = progress.remaining.map { [MachineLine.remaining(RemainingTime.text(seconds: $0))] } ?? []
        return [MachineLine.progress(percent: progress.percent)] + remaining
    }

    /// What the live line says.
    func liveParts(_ now: Rate.Sample, rate: Rate) -> [String] {
        let progress = Progress(self.statistics.now, elapsed: now.time)
        return LiveLine.parts(percent: progress?.percent, remaining: progress?.remaining, sample: now, rate: rate)
    }

    /// Prints the last lines, and tells programs the same.
    ///
    /// - Parameter elapsed: Seconds since the start.
    func summary(elapsed: Double) {
        self.progress(elapsed: elapsed, since: .zero)
        let now = self.statistics.now
        if now.inDoubt > 0 { self.logger.warning("\(Self.doubt(now))") }
        // Of a backup of which nothing could be read the original says nothing in between.
        let lines = now.bytes == 0 ? [] : Self.machineLines(now, elapsed: elapsed)
        self.machine?.write(lines + MachineLine.doubt(now) + [MachineLine.summary(now)])
    }

    /// Prints the summary in JSON if it was asked for.
    ///
    /// - Parameter error: Why the run failed; `nil` if it did not.
    func printJSON(_ error: (any Error)?) {
        guard self.options.printsJSON else { return }
        let head = JSONSummary.head(tool: "asrestore", error: error.map(CommandLineHelp.message))
        let members = head + JSONSummary.restore(self.statistics.now, seconds: self.clock.elapsed)
        StandardError.writeToOutput(JSONValue.object(members).text + "\n")
    }

    /// The line about records whose fate is unknown; scripts that know nothing of it pass over it.
    static func doubt(_ counts: RestoreStatistics.Counts) -> String {
        "In doubt: \(counts.inDoubt) record(s) may have been written, but no answer of the servers says so"
    }

    /// The line that scripts parse; its spaces are those of the original.
    static func counters(_ counts: RestoreStatistics.Counts) -> String {
        """
        Expired \(counts.expired) : skipped \(counts.skipped) : err_ignored \(counts.ignored) : \
        inserted \(counts.inserted): failed \(counts.existed + counts.fresher) \
        (existed \(counts.existed) , fresher \(counts.fresher))
        """
    }

    /// How far a restore of known size has come.
    private struct Progress {
        var percent: Int
        /// The seconds left; `nil` if nobody knows yet.
        var remaining: Int?

        /// Computes it; `nil` if nobody knows the size.
        init?(_ now: RestoreStatistics.Counts, elapsed: Double) {
            guard let expected = now.expectedBytes, expected > 0 else { return nil }
            self.percent = Int(clamping: now.bytes * 100 / expected)
            // What earlier runs did says nothing about the speed of this one.
            let own = now.bytes - min(now.bytes, now.earlierBytes)
            guard own > 0 else { return }
            let remaining = elapsed * (Double(expected) - Double(now.bytes)) / Double(own)
            self.remaining = Int(max(0, min(remaining, 1e12)))
        }
    }
}
