import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Questions whose answer does not come the first time.
@Suite struct `Questions to a cluster` {
    /// - Parameter dropped: The node ends the connection instead of answering this command for the first time.
    private func withNode<Answer: Sendable>(
        _ node: ScriptedNode,
        dropped: String,
        _ body: @Sendable @escaping (Cluster) async throws -> Answer
    ) async throws -> Answer {
        let dropped = DroppedCommand(dropped)
        let script = ScriptedServer.Script { request in
            dropped.isAmong(request.commands) ? .close : node.reply(to: request) ?? .close
        }
        return try await ScriptedServer.with(script) { server in
            try await Cluster.withCluster(.test(server.port), logger: .silent, body)
        }
    }

    @Test func `are asked again behind a lost connection`() async throws {
        let node = ScriptedNode(id: "A")
        node["namespace/test"] = "objects=7"
        let objects = try await self.withNode(node, dropped: "namespace/test") { cluster in
            try await cluster.statistics(of: "test", on: try cluster.anyNode()).objects
        }
        #expect(objects == 7)
        node["udf-list"] = ""
        let names = try await self.withNode(node, dropped: "udf-list") { try await $0.moduleNames() }
        #expect(names.isEmpty)
    }

    @Test func `are answered by an error of the server`() async throws {
        let error = await #expect(throws: AerospikeError.self) {
            try await self.withNode(ScriptedNode(id: "A"), dropped: "udf-list") { try await $0.moduleNames() }
        }
        #expect(error?.resultCode == .parameter)
    }

    @Test func `go to another node, and end with the last error`() async throws {
        var configuration = ClusterConfiguration.test()
        configuration.maximumRetries = 0
        let cluster = Cluster(configuration: configuration)
        let nodes = ["A", "B"].map { Node(id: $0, host: "h", port: 1, build: "8.1.0.3") }
        let answer = try await cluster.ask(nodes) { node throws(AerospikeError) in
            guard node.id == "B" else { throw AerospikeError(.connectionLost, "lost") }
            return node.id
        }
        #expect(answer == "B")
        let error = await #expect(throws: AerospikeError.self) {
            try await cluster.ask(nodes) { node throws(AerospikeError) -> String in
                throw AerospikeError(.badReply, "of \(node.id)")
            }
        }
        #expect(error?.message == "of B")
        let none = await #expect(throws: AerospikeError.self) { try await cluster.answer(to: "namespaces") }
        #expect(none?.code == .noNodes)
    }
}
