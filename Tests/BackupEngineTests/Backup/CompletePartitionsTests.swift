import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Partitions of a backup in front of its end` {
    private func output(_ plan: BackupPlan, complete: [Int]) throws -> BackupOutput {
        var state = BackupState(plan: plan)
        state.partitions = PartitionProgress([6, 7, 8].compactMap { PartitionID($0) }.map { ScanStart($0) })
        for number in complete { state.partitions[try #require(PartitionID(number))] = .complete(last: nil) }
        return BackupOutput(plan: plan, shared: nil, base: state)
    }

    private let plan = BackupPlan(namespace: "t", destination: .directory(path: "d", prefix: "t"))

    @Test func `must all be complete`() throws {
        try self.output(self.plan, complete: [6, 7, 8]).checkComplete(self.plan)
        let output = try self.output(self.plan, complete: [6])
        let error = #expect(throws: JobError.self) { try output.checkComplete(self.plan) }
        #expect(error?.code == .cluster)
        #expect(error?.message == "2 partition(s) were not read to their ends, among them 7")
    }

    @Test func `need not be if fewer records were asked for, or none`() throws {
        var limited = self.plan
        limited.maximumRecords = 10
        try self.output(limited, complete: []).checkComplete(limited)
        var empty = self.plan
        empty.withRecords = false
        try self.output(empty, complete: []).checkComplete(empty)
    }
}
