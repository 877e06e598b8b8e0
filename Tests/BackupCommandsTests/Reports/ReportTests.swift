import BackupEngine
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Lines of reports` {
    @Test func `the counters keep the spaces that scripts parse`() {
        var counts = RestoreStatistics.Counts()
        counts.expired = 1
        counts.skipped = 2
        counts.ignored = 3
        counts.inserted = 10
        counts.existed = 4
        counts.fresher = 5
        #expect(
            RestoreReport.counters(counts)
                == "Expired 1 : skipped 2 : err_ignored 3 : inserted 10: failed 9 (existed 4 , fresher 5)"
        )
    }

    @Test(arguments: [
        (0, "0s"), (59, "59s"), (60, "1m0s"), (3605, "1h0m5s"), (86_400, "1d0h0m0s"), (101 * 86_400, ">100d"),
    ])
    func `remaining times drop leading zero units`(seconds: Int, text: String) {
        #expect(RemainingTime.text(seconds: seconds) == text)
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00 GMT"), (951_827_696, "2000-02-29 12:34:56 GMT"),
        (1_767_225_599, "2025-12-31 23:59:59 GMT"),
    ])
    func `times are in UTC under the name GMT`(seconds: Int, text: String) {
        #expect(StandardErrorLog.timestamp(seconds) == text)
    }

    @Test func `rates are amounts a second`() {
        let start = Rate.Sample(time: 1, records: 100, bytes: 1024)
        let rate = Rate(from: start, to: Rate.Sample(time: 3, records: 500, bytes: 21_504))
        #expect(rate.records == 200)
        #expect(rate.kibibytes == 10)
        #expect(Rate(from: start, to: start).records == 0)
    }
}
