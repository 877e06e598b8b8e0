import Testing

@testable import AerospikeClient

/// Servers that answer too much, without end, or not at all.
@Suite(.timeLimit(.minutes(60))) struct `Nodes that mean harm` {
    private func serve<Result: Sendable>(
        _ node: ScriptedNode,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        try await ScriptedServer.with(ScriptedServer.Script { node.reply(to: $0) ?? .close }, body)
    }

    /// Two nodes that list each other.
    private func withTwoNodes(
        _ body: (ScriptedNode, ScriptedServer, ScriptedServer) async throws -> Void
    ) async throws {
        let nodes = [ScriptedNode(id: "A"), ScriptedNode(id: "B")]
        try await self.serve(nodes[0]) { serverA in
            try await self.serve(nodes[1]) { serverB in
                nodes[0]["peers-clear-std"] = "1,3000,[[B,,[127.0.0.1:\(serverB.port)]]]"
                nodes[1]["peers-clear-std"] = "1,3000,[[A,,[127.0.0.1:\(serverA.port)]]]"
                for node in nodes { node["peers-generation"] = "1" }
                try await body(nodes[0], serverA, serverB)
            }
        }
    }

    /// Only what is told to be short ends by itself.
    private func patient(_ ports: Int...) -> ClusterConfiguration {
        var configuration = ClusterConfiguration.test()
        configuration.seeds = ports.map { Seed(host: "127.0.0.1", port: $0) }
        configuration.connectTimeout = .seconds(3600)
        configuration.infoTimeout = .seconds(3600)
        configuration.tendTimeout = .seconds(3600)
        return configuration
    }

    @Test func `cannot have a line for each byte`() async throws {
        let node = ScriptedNode(id: "A")
        node["build"] = "8.1.0.3" + String(repeating: "\n", count: 17)
        try await self.serve(node) { server in
            let error = await #expect(throws: AerospikeError.self) {
                try await Cluster.withCluster(self.patient(server.port), logger: .silent) { _ in }
            }
            let message = error?.message ?? ""
            #expect(message.contains("more than 19 lines in the answer to 3 command(s)"), "\(message)")
        }
    }

    @Test func `cannot send more in a look than a real node has to say`() async throws {
        try await ScriptedServer.with(.always(.reply([2, 1, 0, 0, 0, 0x80, 0, 1]))) { server in
            let error = await #expect(throws: AerospikeError.self) {
                try await Cluster.withCluster(self.patient(server.port), logger: .silent) { _ in }
            }
            #expect(error?.message.contains("text of 8388609 bytes, at most 8388608 are allowed") == true)
        }
    }

    /// A new id for each connection, and always one more at the same address.
    @Test func `cannot be many nodes at one address`() async throws {
        let script = ScriptedServer.Script { request in
            let node = ScriptedNode(id: "A\(request.connection)")
            node["peers-clear-std"] = "1,3000,[[A\(request.connection + 1),,[127.0.0.1:\(request.port)]]]"
            return node.reply(to: request) ?? .close
        }
        try await ScriptedServer.with(script) { server in
            let nodes = try await Cluster.withCluster(self.patient(server.port), logger: .silent) { $0.nodes }
            #expect(nodes.map(\.id) == ["A1"])
        }
    }

    /// Each node lists the one in front of it and one more: five looks of sixteen rounds behind the seed.
    @Test func `cannot be a chain without end`() async throws {
        let script = ScriptedServer.Script { request in
            let node = ScriptedNode(id: "A\(request.connection)")
            let next = request.connection + 1
            let peers = [next - 2, next].filter { $0 > 0 }.map { "[A\($0),,[127.0.0.\($0):\(request.port)]]" }
            node["peers-clear-std"] = "1,3000,[\(peers.joined(separator: ","))]"
            return node.reply(to: request) ?? .close
        }
        try await ScriptedServer.with(script, host: "0.0.0.0") { server in
            let nodes = try await Cluster.withCluster(self.patient(server.port), logger: .silent) { $0.nodes }
            #expect(nodes.count == 81)
        }
    }

    @Test func `do not hide an address of a peer that answers`() async throws {
        try await self.withTwoNodes { nodeA, serverA, serverB in
            try await ScriptedServer.with(.always(.silence)) { silent in
                let addresses = [silent.port, silent.port, serverB.port].map { "127.0.0.1:\($0)" }
                nodeA["peers-clear-std"] = "1,3000,[[B,,[\(addresses.joined(separator: ","))]]]"
                let nodes = try await Cluster.withCluster(self.patient(serverA.port), logger: .silent) { $0.nodes }
                #expect(nodes.map(\.address) == [serverA.port, serverB.port].map { "127.0.0.1:\($0)" })
            }
        }
    }

    @Test func `keep a look waiting no longer than it may take, and not each`() async throws {
        let node = ScriptedNode(id: "A")
        try await self.serve(node) { server in
            try await ScriptedServer.with(.always(.silence)) { silent in
                let configuration = self.patient(server.port)
                let cluster = Cluster(configuration: configuration)
                let tender = ClusterTender(configuration: configuration, logger: .silent, directory: cluster.directory)
                try await tender.connect()
                node["peers-clear-std"] = "1,3000,[[B,,[127.0.0.1:\(silent.port)]]]"
                node["peers-generation"] = "1"
                await tender.tick(patience: .milliseconds(20))
                #expect(tender.directory.nodes.map(\.id) == ["A"])
                let mayBeAsked = await tender.refusedPeers.mayBeAsked("B")
                #expect(!mayBeAsked)
                // This one would wait for an hour.
                await tender.tick()
                #expect(tender.directory.nodes.map(\.id) == ["A"])
                await tender.close()
            }
        }
    }

    @Test func `keep the look at the seeds waiting no longer than it may take`() async throws {
        try await self.withTwoNodes { _, serverA, _ in
            try await ScriptedServer.with(.always(.silence)) { silent in
                let configuration = self.patient(serverA.port, silent.port)
                let strays = try await Cluster.withCluster(configuration, logger: .silent) {
                    await $0.straySeeds(within: .milliseconds(20))
                }
                #expect(strays.map(\.seed) == [configuration.seeds[1]])
            }
        }
    }
}
