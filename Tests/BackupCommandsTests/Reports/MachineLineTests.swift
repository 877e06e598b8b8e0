import Testing

@testable import BackupCommands
@testable import BackupEngine
@testable import CommandLineInterface

/// The lines are those of `Spec/cli.md` §5 and of the transcripts.
@Suite struct `Lines for programs` {
    private func backup(records: Int, expected: Int, bytes: Int) -> BackupReport {
        let statistics = BackupStatistics()
        statistics.add(records: records)
        statistics.add(bytes: bytes)
        statistics.expect(records: expected)
        return BackupReport(statistics: statistics, logger: StandardErrorLog.logger(isVerbose: false))
    }

    @Test func `the summary of a backup`() {
        let statistics = BackupStatistics()
        statistics.add(records: 10)
        statistics.add(indexes: 4)
        statistics.add(modules: 1)
        statistics.add(bytes: 1327)
        #expect(MachineLine.summary(statistics, bytesPerRecord: 132) == "SUMMARY:10:4:1:1327:132")
    }

    @Test func `the summary of a restore has a space in front of the seventh colon`() {
        var counts = RestoreStatistics.Counts()
        (counts.modules, counts.indexes, counts.records) = (1, 4, 10)
        #expect(MachineLine.summary(counts) == "SUMMARY:1:4:10:0:0:0 :0:0:0")
        (counts.expired, counts.skipped, counts.ignored) = (1, 2, 3)
        (counts.inserted, counts.existed, counts.fresher) = (4, 5, 6)
        #expect(MachineLine.summary(counts) == "SUMMARY:1:4:10:1:2:3 :4:5:6")
    }

    @Test func `an estimate`() {
        #expect(MachineLine.estimate(records: 10, recordSize: 149) == "ESTIMATE:10:149")
    }

    @Test func `a backup tells what is left as long as something is`() {
        func lines(_ records: Int, _ expected: Int) -> [String] {
            let report = self.backup(records: records, expected: expected, bytes: 1000)
            return report.machineLines(report.sample(at: 60))
        }
        #expect(lines(0, 100) == ["PROGRESS:0"])
        #expect(lines(25, 100) == ["PROGRESS:25", "REMAINING:3m0s"])
        #expect(lines(100, 100).isEmpty)
        #expect(lines(0, 0).isEmpty)
    }

    /// 400 of 1000 records are of an earlier run; this one does 200 in a minute, so 400 more take two.
    @Test func `a continued backup reckons with its own speed`() {
        var state = BackupState(options: BackupFingerprint([]), destination: .directory)
        state.files = [.init(name: "a.asb", length: 4000, records: 400, isFinished: false)]
        let statistics = BackupStatistics()
        statistics.begin(with: state)
        statistics.expect(records: 1000)
        let report = BackupReport(statistics: statistics, logger: StandardErrorLog.logger(isVerbose: false))
        #expect(report.machineLines(report.sample(at: 60)) == ["PROGRESS:40"])
        statistics.add(records: 200)
        statistics.add(bytes: 2000)
        #expect(report.sample(at: 60) == Rate.Sample(time: 60, records: 200, bytes: 2000))
        #expect(report.machineLines(report.sample(at: 60)) == ["PROGRESS:60", "REMAINING:2m0s"])
    }

    @Test func `a restore tells what is left if its size is known`() {
        var counts = RestoreStatistics.Counts()
        counts.bytes = 500
        #expect(RestoreReport.machineLines(counts, elapsed: 60).isEmpty)
        counts.expectedBytes = 2000
        #expect(RestoreReport.machineLines(counts, elapsed: 60) == ["PROGRESS:25", "REMAINING:3m0s"])
        counts.bytes = 2000
        #expect(RestoreReport.machineLines(counts, elapsed: 60) == ["PROGRESS:100", "REMAINING:0s"])
        counts.bytes = 0
        #expect(RestoreReport.machineLines(counts, elapsed: 60) == ["PROGRESS:0"])
    }

    @Test func `a summary on standard output and a backup there exclude each other`() throws {
        #expect(try ReportOptions(BackupOptions.parser.parse(["-o", "x", "--json", "-m", "y"])).printsJSON)
        #expect(throws: OptionError.self) { try ReportOptions(BackupOptions.parser.parse(["-o", "-", "--json"])) }
    }
}
