import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// `Fixtures/wire-cluster/README.md` says what happened; the numbers are those of `Spec/wire-protocol.md` §21.
@Suite struct `Backups of a real cluster, replayed` {
    private func replay(_ scenario: String, namespace: String = "test") throws -> ScanReplay {
        var replay = ScanReplay(namespace: namespace)
        try replay.run(RecordedEvent.of(scenario))
        #expect(replay.isDone)
        #expect(Set(replay.records).count == replay.records.count)
        return replay
    }

    @Test func `a node killed amid its answer is left for the replicas, behind the last digests`() throws {
        let replay = try self.replay("kill-amid-a-response", namespace: "bar")
        #expect(replay.rounds.map(\.count) == [3, 2])
        #expect(replay.rounds[1] == ["C1": [656, 13], "C2": [672, 8]])
        #expect(replay.records.count == 150)
    }

    @Test func `a node killed before its first record is read elsewhere from the start`() throws {
        let replay = try self.replay("kill")
        #expect(replay.rounds.count == 2)
        #expect(replay.rounds[1] == ["C1": [680, 0], "C2": [669, 0]])
        #expect(replay.records.count == 600)
    }

    @Test func `a master that is being merged is asked until it has everything`() throws {
        let replay = try self.replay("frozen-5-s")
        #expect(replay.rounds.dropFirst() == [["C1": [252, 0]], ["C1": [3, 0]]])
        #expect(replay.records.count == 600)
    }
}
