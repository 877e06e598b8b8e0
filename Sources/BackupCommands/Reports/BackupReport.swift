import BackupEngine
import Logging

/// The lines about the progress and the end of a backup (`Spec/cli.md` §5).
struct BackupReport: ProgressReport {
    let statistics: BackupStatistics
    let logger: Logger

    /// The counters now.
    func sample(at time: Double) -> Rate.Sample {
        Rate.Sample(time: time, records: self.statistics.records, bytes: self.statistics.bytes)
    }

    /// Prints how far the backup has come.
    ///
    /// - Parameters:
    ///   - elapsed: Seconds since the start.
    ///   - previous: The counters when something was last printed.
    func progress(elapsed: Double, since previous: Rate.Sample) {
        let records = self.statistics.records
        let expected = self.statistics.expectedRecords
        guard expected > 0, records < expected else { return }
        let rate = Rate(from: previous, to: self.sample(at: elapsed))
        let percent = records * 100 / expected
        self.logger.info(
            "\(percent)% complete (~\(rate.kibibytes) KiB/s, ~\(rate.records) rec/s, ~\(self.bytesPerRecord) B/rec)"
        )
        if records > 0 {
            let remaining = elapsed * Double(expected - records) / Double(records)
            self.logger.info("~\(RemainingTime.text(seconds: Int(remaining))) remaining")
        }
    }

    /// Prints the last line.
    func summary() {
        self.logger.info(
            """
            Backed up \(self.statistics.records) record(s), \(self.statistics.indexes) secondary index(es), \
            \(self.statistics.modules) UDF file(s), \(self.statistics.bytes) byte(s) in total \
            (~\(self.bytesPerRecord) B/rec)
            """
        )
    }

    private var bytesPerRecord: UInt64 {
        let records = self.statistics.records
        return records == 0 ? 0 : self.statistics.bytes / UInt64(records)
    }
}
