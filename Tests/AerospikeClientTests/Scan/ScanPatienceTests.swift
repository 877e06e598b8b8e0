import Testing

@testable import AerospikeClient

/// The values are those of a real server 8.1.0.3 that is asked about a scan whose filter no record passes.
@Suite struct `Patience with scans` {
    private static let node = Node(id: "A", host: "127.0.0.1", port: 3000, build: "8.1.0.3")
    private static let head = "trid=814:ns=test:n-pids-requested=4096:n-keyds-requested=0:rps=0:active-threads="

    private func report(_ status: String, run: Int, filtered: Int, since: Int = 0) -> ScanReport {
        ScanReport(
            value: "\(Self.head)4:status=\(status):job-progress=\(filtered / 10_000).87:run-time=\(run)"
                + ":time-since-done=\(since):recs-throttled=0:recs-filtered-meta=0:recs-filtered-bins=\(filtered)"
                + ":recs-succeeded=0:recs-failed=0:from=127.0.0.1+54084:job-type=basic:net-io-bytes=0:net-io-time=0"
                + ":socket-timeout=100"
        )
    }

    private func ends(_ patience: inout ScanPatience, _ report: ScanReport) -> String? {
        patience.judge(report, of: Self.node)?.message
    }

    @Test func `last as long as records are looked at`() {
        var patience = ScanPatience()
        for filtered in stride(from: 618_616, to: 900_000, by: 52_695) {
            #expect(self.ends(&patience, self.report("active(ok)", run: filtered / 50, filtered: filtered)) == nil)
        }
    }

    @Test func `end when only the time has grown`() {
        var patience = ScanPatience()
        #expect(self.ends(&patience, self.report("active(ok)", run: 11_138, filtered: 618_616)) == nil)
        let end = self.ends(&patience, self.report("active(ok)", run: 21_138, filtered: 618_616))
        #expect(end == "no answer in time, and the scan makes no progress")
    }

    @Test func `begin anew with each message`() {
        var patience = ScanPatience()
        #expect(self.ends(&patience, self.report("active(ok)", run: 1, filtered: 5)) == nil)
        patience.answered()
        #expect(self.ends(&patience, self.report("active(ok)", run: 2, filtered: 5)) == nil)
    }

    @Test func `leave the end of an answer once the time to come`() {
        var patience = ScanPatience()
        #expect(self.ends(&patience, self.report("active(ok)", run: 11_138, filtered: 999_000)) == nil)
        #expect(self.ends(&patience, self.report("done(ok)", run: 13_366, filtered: 1_000_000, since: 115)) == nil)
        let end = self.ends(&patience, self.report("done(ok)", run: 13_366, filtered: 1_000_000, since: 1545))
        #expect(end == "no answer in time, though the server says that it is sent")
    }

    @Test(arguments: [
        ("trid=814:ns=test:status=done(abandoned-response-timeout):recs-succeeded=5", "has ended the scan: done(ab"),
        ("trid=814:ns=test:status=done(user-aborted):recs-succeeded=5", "has ended the scan: done(user-aborted)"),
        ("ERROR:2:job not found", "does not know the scan"), ("ERROR:4:unrecognized command", "does not know the scan"),
        ("", "does not know the scan"), ("status", "has ended the scan: "), ("::=:=", "does not know the scan"),
    ])
    func `end with a scan that is over`(value: String, reason: String) {
        var patience = ScanPatience()
        #expect(self.ends(&patience, ScanReport(value: value))?.contains(reason) == true)
    }

    @Test(arguments: [
        ("8.1.0.3", "query-show:trid=18446744073709551615"), ("6.0.0.0", "query-show:trid=18446744073709551615"),
        ("5.7.0.28", "scan-show:trid=18446744073709551615"),
        ("5.6.0.3", "jobs:module=scan;cmd=get-job;trid=18446744073709551615"),
    ])
    func `ask servers in their own words`(build: String, command: String) {
        #expect(ScanReport.command(taskID: .max, build: ServerBuild(build)) == command)
    }
}
