import BackupEngine
import Logging

/// The lines about the progress and the end of a restore (`Spec/cli.md` §5).
struct RestoreReport: ProgressReport {
    let statistics: RestoreStatistics
    let logger: Logger

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
        guard let expected = now.expectedBytes, expected > 0 else { return }
        let percent = now.bytes * 100 / expected
        let own = now.bytes - now.earlierBytes
        let remaining = own == 0 ? 0 : elapsed * (Double(expected) - Double(now.bytes)) / Double(own)
        self.logger.info("\(percent)% complete, ~\(RemainingTime.text(seconds: Int(remaining))) remaining")
    }

    /// The line that scripts parse; its spaces are those of the original.
    static func counters(_ counts: RestoreStatistics.Counts) -> String {
        """
        Expired \(counts.expired) : skipped \(counts.skipped) : err_ignored \(counts.ignored) : \
        inserted \(counts.inserted): failed \(counts.existed + counts.fresher) \
        (existed \(counts.existed) , fresher \(counts.fresher))
        """
    }
}
