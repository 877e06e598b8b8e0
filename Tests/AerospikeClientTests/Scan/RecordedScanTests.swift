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

    /// §21.3: without a word to anybody, it looks like a kill; partitions had moved meanwhile, and maps are newer.
    @Test func `a node that is stopped amid its scan is read at three others`() throws {
        let replay = try self.replay("stop")
        #expect(replay.rounds.map(\.count) == [4, 3])
        #expect(replay.rounds[0]["C3"] == [1048, 0])
        #expect(replay.rounds[1] == ["C1": [359, 0], "C2": [369, 0], "C4": [320, 0]])
        #expect(replay.records.count == 600)
    }

    /// §21.5: the answer that it gives in the end goes to a connection that is given up.
    @Test func `a node that stands still for too long is read elsewhere from the start`() throws {
        let replay = try self.replay("frozen-13-s")
        #expect(replay.rounds.map(\.count) == [3, 2])
        #expect(replay.rounds[1] == ["C1": [680, 0], "C2": [669, 0]])
        #expect(replay.records.count == 600)
    }

    /// §21.4: what moves away meanwhile is served from the copy that is left over.
    @Test(arguments: [
        ("node-returns", ["C1": [2024, 0], "C2": [2072, 0]]),
        ("migrating", ["C1": [1381, 0], "C2": [1425, 0], "C3": [1290, 0]]),
        ("node-joins", ["C1": [1355, 0], "C2": [1392, 0], "C3": [1349, 0]]),
    ])
    func `a node that comes and partitions that move disturb no round`(scenario: String, round: [String: [Int]]) throws
    {
        let replay = try self.replay(scenario)
        #expect(replay.rounds == [round])
        #expect(replay.records.count == 600)
    }
}
