import Testing

@testable import AerospikeLocalServer

@Suite struct ClusterEventTests {
    @Test(
        arguments: [
            ("kill 2", ClusterEvent.kill(2)), ("stop 2", .kill(2)), ("start 1", .start(1, port: nil)),
            ("start 1 3005", .start(1, port: 3005)), ("freeze 3", .freeze(3)), (" thaw  3 ", .thaw(3)),
            ("isolate 1", .isolate(1)), ("rejoin 1", .rejoin(1)),
        ]
    )
    func `a line is read`(line: String, event: ClusterEvent) throws {
        #expect(try ClusterEvent(line, nodes: [1, 2, 3]) == event)
    }

    @Test(arguments: ["", "kill", "kill x", "kill 4", "kill 0", "kill 1 2", "start 1 70000", "start 1 x", "hug 1"])
    func `any other line is refused`(line: String) {
        #expect(throws: LocalServerError.self) { try ClusterEvent(line, nodes: [1, 2, 3]) }
    }

    @Test(arguments: [
        ("", ["start 1": "node 1 runs already", "start 1 3005": "node 1 runs already"]),
        ("", ["thaw 1": "node 1 is not frozen", "rejoin 1": "node 1 is not cut off"]),
        ("freeze 1", ["freeze 1": "node 1 is frozen already", "start 1": "node 1 runs already"]),
        ("isolate 1", ["isolate 1": "node 1 is cut off already"]),
        ("kill 1", ["kill 1": "node 1 does not run", "stop 1": "node 1 does not run"]),
        ("kill 1", ["freeze 1": "node 1 does not run", "thaw 1": "node 1 does not run"]),
    ])
    func `what would change nothing is refused`(first: String, then: [String: String]) async throws {
        try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 2)) { cluster in
            if !first.isEmpty { try await cluster.perform(ClusterEvent(first, nodes: cluster.nodes)) }
            for (line, message) in then {
                let event = try ClusterEvent(line, nodes: cluster.nodes)
                let error = await #expect(throws: LocalServerError.self) { try await cluster.perform(event) }
                #expect(error?.message == message)
            }
        }
    }

    @Test func `what was undone can happen again`() async throws {
        try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 2)) { cluster in
            let lines = ["kill 2", "isolate 2", "start 2 0", "rejoin 2", "freeze 2", "kill 2", "start 2", "freeze 2"]
            for line in lines + ["thaw 2", "isolate 2"] {
                try await cluster.perform(ClusterEvent(line, nodes: cluster.nodes))
            }
        }
    }

    /// `Spec/wire-protocol.md` §21.3: noticed after a second.
    @Test(arguments: [
        (1.0, Duration.seconds(1)), (0.2, .milliseconds(200)), (0, .zero), (1000, .seconds(1000)),
        (-1, .zero), (1e300, .seconds(1000)), (.infinity, .seconds(1000)), (-.infinity, .zero), (.nan, .seconds(1)),
    ])
    func `delays are multiplied by any number without a crash`(factor: Double, wait: Duration) throws {
        let notice = try #require(ClusterReaction.all(after: .kill(2), nodes: [1, 2, 3]).first)
        #expect(notice.wait(times: factor) == wait)
    }
}
