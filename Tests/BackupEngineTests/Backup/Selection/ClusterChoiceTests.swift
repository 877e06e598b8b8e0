import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Nodes that a backup reads from` {
    private let nodes = (1...3).map { Node(id: "N\($0)", host: "10.0.0.\($0)", port: 3000, build: "8.1.0.3") }

    /// The answers that `Spec/wire-protocol.md` §3 gives for `rack-ids`.
    @Test func `racks rank nodes`() {
        let reports = ["N1": "test:1;bar:7", "N2": "bar:1;test:2", "N3": "testing:1;test:3"]
        let preference = RackPreference(racks: [2, 1], reports: reports, namespace: "test")
        #expect(preference.ranks == ["N1": 1, "N2": 0])
        #expect(RackPreference(racks: [7], reports: reports, namespace: "none").ranks.isEmpty)
    }

    /// Partition p has its copies on nodes p mod 3 and the next.
    @Test func `the best copy is asked first and the others after it`() {
        let map = PartitionMap(
            namespace: "test",
            owners: (0..<4096).map { [self.nodes[$0 % 3], self.nodes[($0 + 1) % 3]] }
        )
        var tracker = PartitionTracker(partitions: PartitionID.all)
        tracker.prefer(["N2": 1, "N3": 0], in: map)
        let round = tracker.startRound(map)
        #expect(round.map(\.node.id) == ["N2", "N3"])
        #expect(round[0].partitions.allSatisfy { $0.index % 3 == 0 })
        #expect(round[1].partitions.allSatisfy { $0.index % 3 != 0 })
        #expect(round.map(\.partitions.count).reduce(0, +) == 4096)
        tracker.nodeFailed(round[1], AerospikeError(.server(.partitionUnavailable), "gone"))
        tracker.nodeFinished(round[0])
        _ = tracker.endRound()
        let second = tracker.startRound(map)
        #expect(second.map(\.node.id) == ["N1", "N2"])
        #expect(second.flatMap(\.partitions).allSatisfy { $0.index % 3 != 0 })
    }

    @Test func `nodes that join or leave are told of`() throws {
        let membership = ClusterMembership(Array(self.nodes.prefix(2)))
        try membership.check([self.nodes[1], self.nodes[0]])
        do throws(JobError) {
            try membership.check(Array(self.nodes.suffix(2)))
            Issue.record("nothing was noticed")
        } catch {
            #expect(error.message.hasSuffix("which --no-cluster-change forbids: node N1 left, node N3 joined"))
        }
    }
}
