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
}
