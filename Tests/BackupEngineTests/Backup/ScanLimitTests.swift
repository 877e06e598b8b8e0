import AerospikeClient
import Testing

@testable import BackupEngine

/// Servers count records that no bin is left of, and stop early before 6.0 (`Spec/wire-protocol.md` §11.1, §11.2): that
/// fewer records came than were asked for does not tell then that there are no more.
@Suite struct `The limit that servers are told` {
    private func plan(bins: [String] = [], withoutBins: Bool = false, limit: Int = 250) -> BackupPlan {
        var plan = BackupPlan(namespace: "test", destination: .nowhere)
        plan.bins = bins
        plan.withoutBins = withoutBins
        plan.maximumRecords = limit
        return plan
    }

    @Test(arguments: ["6.0.0.0", "8.1.0.3"]) func `is the user's`(build: String) {
        #expect(self.plan().scanLimit(ServerBuild(build)) == 250)
        #expect(self.plan(limit: 0).scanLimit(ServerBuild(build)) == 0)
    }

    @Test func `is none if records may be left out for their bins`() {
        #expect(self.plan(bins: ["rare"]).scanLimit(ServerBuild(8, 1)) == 0)
        // Without bins none are looked at.
        #expect(self.plan(bins: ["rare"], withoutBins: true).scanLimit(ServerBuild(8, 1)) == 250)
    }

    @Test(arguments: ["4.9.0.11", "5.7.0.8", ""]) func `is none if servers stop early`(build: String) {
        #expect(self.plan().scanLimit(ServerBuild(build)) == 0)
    }
}
