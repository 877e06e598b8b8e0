import BackupEngine
import BackupStorage
import CommandLineInterface
import Logging

/// The lines about the progress and the end of a backup (`Spec/cli.md` §5).
struct BackupReport: ProgressReport {
    let statistics: BackupStatistics
    let logger: Logger
    var options = ReportOptions()
    /// Watches the room for the files.
    private var disk: DiskSpaceWatch?
    private let clock = ProgressTicker()
    private(set) var machine: MachineFile?

    init(statistics: BackupStatistics, logger: Logger, options: ReportOptions = ReportOptions()) {
        self.statistics = statistics
        self.logger = logger
        self.options = options
    }

    /// The report of a backup that begins now: with its file for programs open, and the disk watched.
    ///
    /// - Parameters:
    ///   - plan: What is backed up.
    ///   - files: The number of files that are written at once.
    /// - Throws: `StorageError` if the file for programs cannot be opened; `CancellationError`.
    func opened(for plan: BackupPlan, files: Int) async throws -> BackupReport {
        var report = self
        if let path = self.options.machinePath {
            report.machine = try await MachineFile.open(path: path, logger: self.logger)
        }
        let disk = DiskSpaceWatch(plan)
        disk.start(files: files, logger: self.logger)
        report.disk = disk
        return report
    }

    /// The counters now. What earlier runs did says nothing about the speed of this one.
    func sample(at time: Double) -> Rate.Sample {
        let (records, bytes) = (self.statistics.earlierRecords, self.statistics.earlierBytes)
        return Rate.Sample(
            time: time,
            records: max(0, self.statistics.records - records),
            bytes: max(bytes, self.statistics.bytes) - bytes
        )
    }

    /// Prints how far the backup has come.
    ///
    /// - Parameters:
    ///   - elapsed: Seconds since the start.
    ///   - previous: The counters when something was last printed.
    func progress(elapsed: Double, since previous: Rate.Sample) {
        let now = self.sample(at: elapsed)
        guard let percent = self.percent(now) else { return }
        let rate = Rate(from: previous, to: now)
        self.logger.info(
            "\(percent)% complete (~\(rate.kibibytes) KiB/s, ~\(rate.records) rec/s, ~\(self.bytesPerRecord) B/rec)"
        )
        if let remaining = self.remaining(now) { self.logger.info("~\(remaining) remaining") }
    }

    /// Tells programs how far the backup has come, and warns if the disk is too small.
    func everySecond(elapsed: Double) {
        self.disk?.check(self.statistics, logger: self.logger)
        self.machine?.write(self.machineLines(self.sample(at: elapsed)))
    }

    /// What programs are told about a moment; nothing once all records are there.
    func machineLines(_ now: Rate.Sample) -> [String] {
        guard let percent = self.percent(now) else { return [] }
        let remaining = self.remaining(now).map { [MachineLine.remaining($0)] } ?? []
        return [MachineLine.progress(percent: percent)] + remaining
    }

    /// What the live line says.
    func liveParts(_ now: Rate.Sample, rate: Rate) -> [String] {
        LiveLine.parts(percent: self.percent(now), remaining: self.secondsLeft(now), sample: now, rate: rate)
    }

    /// Prints the last line, and tells programs the same.
    func summary() {
        self.logger.info(
            """
            Backed up \(self.statistics.records) record(s), \(self.statistics.indexes) secondary index(es), \
            \(self.statistics.modules) UDF file(s), \(self.statistics.bytes) byte(s) in total \
            (~\(self.bytesPerRecord) B/rec)
            """
        )
        self.machine?.write([MachineLine.summary(self.statistics, bytesPerRecord: self.bytesPerRecord)])
    }

    /// Prints the summary in JSON if it was asked for.
    ///
    /// - Parameter error: Why the run failed; `nil` if it did not.
    func printJSON(_ error: (any Error)?) {
        guard self.options.printsJSON else { return }
        let head = JSONSummary.head(tool: "asbackup", error: error.map(CommandLineHelp.message))
        let members = head + JSONSummary.backup(self.statistics, seconds: self.clock.elapsed)
        StandardError.writeToOutput(JSONValue.object(members).text + "\n")
    }

    private var bytesPerRecord: UInt64 {
        let records = self.statistics.records
        return records == 0 ? 0 : self.statistics.bytes / UInt64(records)
    }

    /// The share of the records that are there; `nil` if that says nothing any more.
    private func percent(_ now: Rate.Sample) -> Int? {
        let expected = self.statistics.expectedRecords
        let records = self.statistics.earlierRecords &+ now.records
        guard expected > 0, (0..<expected).contains(records) else { return nil }
        return records * 100 / expected
    }

    private func secondsLeft(_ now: Rate.Sample) -> Int? {
        guard self.percent(now) != nil, now.records > 0 else { return nil }
        let left = self.statistics.expectedRecords - self.statistics.earlierRecords - now.records
        return Int(min(now.time * Double(left) / Double(now.records), 1e12))
    }

    private func remaining(_ now: Rate.Sample) -> String? {
        self.secondsLeft(now).map { RemainingTime.text(seconds: $0) }
    }
}
