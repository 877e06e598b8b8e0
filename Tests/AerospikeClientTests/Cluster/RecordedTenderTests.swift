import Testing

@testable import AerospikeClient

/// `Fixtures/wire-cluster/README.md` says what happened.
@Suite struct `Looks at a real cluster, replayed` {
    private func replay(_ scenario: String) throws -> TenderReplay {
        var replay = TenderReplay()
        try replay.run(RecordedEvent.of(scenario))
        return replay
    }

    @Test(arguments: [
        "kill", "kill-amid-a-response", "frozen-5-s", "frozen-13-s", "stop", "node-returns", "migrating", "node-joins",
    ])
    func `what is read next is what the original read`(scenario: String) throws {
        let replay = try self.replay(scenario)
        #expect(replay.otherPeers.isEmpty)
        #expect(replay.otherMaps.isEmpty)
    }

    @Test func `a node that was killed goes when the others list it no more`() throws {
        let replay = try self.replay("kill")
        #expect(replay.removed == [4: ["C3"]])
        #expect(replay.state.nodes.map(\.id) == ["C1", "C2"])
        let owners = try #require(replay.state.tables["test"])
        #expect(!owners.owns("C3") && owners.owns("C1") && owners.owns("C2"))
    }

    @Test func `a node that was stopped, or stood still for too long, goes in the same way`() throws {
        let stopped = try self.replay("stop")
        #expect(stopped.removed == [4: ["C3"]])
        #expect(stopped.state.nodes.map(\.id) == ["C1", "C2", "C4"])
        #expect(!(try #require(stopped.state.tables["test"]).owns("C3")))
        let frozen = try self.replay("frozen-13-s")
        #expect(frozen.removed == [2: ["C3"]])
        #expect(frozen.state.nodes.map(\.id) == ["C1", "C2"])
    }

    @Test func `a node that comes is asked when it belongs to the cluster, and has its partitions in the end`() throws {
        for (scenario, nodes) in [("node-returns", ["C1", "C2", "C3"]), ("node-joins", ["C1", "C2", "C3", "C4"])] {
            let replay = try self.replay(scenario)
            #expect(replay.removed.isEmpty)
            #expect(replay.state.nodes.map(\.id) == nodes)
            #expect(try #require(replay.state.tables["test"]).owns(nodes[nodes.count - 1]))
        }
    }

    @Test func `a node that stood still stays, and has its partitions in the end`() throws {
        let replay = try self.replay("frozen-5-s")
        #expect(replay.removed.isEmpty)
        #expect(replay.state.nodes.map(\.id) == ["C1", "C2", "C3"])
        #expect(try #require(replay.state.tables["test"]).owns("C3"))
    }
}
