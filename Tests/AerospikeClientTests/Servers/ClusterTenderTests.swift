import Testing

@testable import AerospikeClient

@Suite struct `Looking at a cluster` {
    private func tender(_ configuration: ClusterConfiguration) -> ClusterTender {
        let cluster = Cluster(configuration: configuration)
        return ClusterTender(configuration: configuration, logger: .silent, directory: cluster.directory)
    }

    /// - Parameter dropped: The node ends the connection instead of answering this command for the first time.
    private func serve<Result: Sendable>(
        _ node: ScriptedNode,
        dropped: String? = nil,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let dropped = DroppedCommand(dropped)
        let script = ScriptedServer.Script { request in
            dropped.isAmong(request.commands) ? .close : node.reply(to: request) ?? .close
        }
        return try await ScriptedServer.with(script, body)
    }

    /// Two nodes that list each other; A has the even partitions, B the odd ones.
    private func withTwoNodes(
        dropped: [String: String] = [:],
        _ body: (ScriptedNode, ScriptedServer, ScriptedNode, ScriptedServer) async throws -> Void
    ) async throws {
        let nodeA = ScriptedNode(id: "A")
        let nodeB = ScriptedNode(id: "B")
        try await self.serve(nodeA, dropped: dropped["A"]) { serverA in
            try await self.serve(nodeB, dropped: dropped["B"]) { serverB in
                nodeA["peers-clear-std"] = "1,3000,[[B,,[127.0.0.1:\(serverB.port)]]]"
                nodeB["peers-clear-std"] = "1,3000,[[A,,[127.0.0.1:\(serverA.port)]]]"
                for node in [nodeA, nodeB] { node["peers-generation"] = "1" }
                let even = ScriptedNode.bitmap { $0 % 2 == 0 }
                let odd = ScriptedNode.bitmap { $0 % 2 == 1 }
                nodeA["replicas"] = "test:0,2,\(even),\(odd)"
                nodeB["replicas"] = "test:0,2,\(odd),\(even)"
                try await body(nodeA, serverA, nodeB, serverB)
            }
        }
    }

    @Test func `passes over a dead seed`() async throws {
        try await RefusingPort.with { dead in
            try await self.serve(ScriptedNode(id: "A")) { server in
                let nodes = try await Cluster.withCluster(.test(dead, server.port), logger: .silent) { $0.nodes }
                #expect(nodes.map(\.id) == ["A"])
                #expect(nodes.map(\.address) == ["127.0.0.1:\(server.port)"])
            }
        }
    }

    @Test func `names every seed that failed and why`() async throws {
        let starting = ScriptedNode(id: "A")
        starting["partition-generation"] = "-1"
        try await RefusingPort.with { dead in
            try await self.serve(starting) { server in
                let error = await #expect(throws: AerospikeError.self) {
                    try await Cluster.withCluster(.test(dead, server.port), logger: .silent) { _ in }
                }
                #expect(error?.code == .noNodes)
                let message = error?.message ?? ""
                #expect(message.contains("127.0.0.1:\(dead): could not connect: Connection refused"))
                #expect(message.contains("127.0.0.1:\(server.port): the server is still starting"))
            }
        }
    }

    @Test func `fails without a seed`() async throws {
        let error = await #expect(throws: AerospikeError.self) {
            try await Cluster.withCluster(.test(), logger: .silent) { _ in }
        }
        #expect(error?.code == .noNodes)
    }

    @Test func `prefers a seed that has peers`() async throws {
        try await self.withTwoNodes { _, serverA, _, _ in
            try await self.serve(ScriptedNode(id: "Z")) { lonely in
                let nodes = try await Cluster.withCluster(.test(lonely.port, serverA.port), logger: .silent) {
                    $0.nodes
                }
                #expect(nodes.map(\.id) == ["A", "B"])
            }
        }
    }

    /// Connects to a seed that is this machine under a name that is not taken for it.
    private func addresses(seedPort: Int) async throws -> [String] {
        var configuration = ClusterConfiguration.test()
        configuration.seeds = [Seed(host: "0.0.0.0", port: seedPort)]
        return try await Cluster.withCluster(configuration, logger: .silent) { $0.nodes.map(\.address) }
    }

    @Test func `takes the address a node advertises when the seed is another`() async throws {
        let node = ScriptedNode(id: "A")
        try await self.serve(node) { balancer in
            try await self.serve(node) { server in
                node["service-clear-std"] = "localhost:\(server.port)"
                let addresses = try await self.addresses(seedPort: balancer.port)
                #expect(addresses == ["localhost:\(server.port)"])
            }
        }
    }

    @Test func `keeps a seed that the node advertises`() async throws {
        let node = ScriptedNode(id: "A")
        try await self.serve(node) { server in
            node["service-clear-std"] = "10.0.0.1:3000,127.0.0.1:\(server.port)"
            let addresses = try await self.addresses(seedPort: server.port)
            #expect(addresses == ["0.0.0.0:\(server.port)"])
        }
    }

    @Test func `keeps a seed whose advertised addresses lead to other nodes`() async throws {
        let node = ScriptedNode(id: "A")
        try await self.serve(node) { server in
            try await self.serve(ScriptedNode(id: "B")) { other in
                node["service-clear-std"] = "localhost:\(other.port)"
                let addresses = try await self.addresses(seedPort: server.port)
                #expect(addresses == ["0.0.0.0:\(server.port)"])
            }
        }
    }

    @Test func `knows the numeric address of a node`() async throws {
        try await self.serve(ScriptedNode(id: "A")) { server in
            var configuration = ClusterConfiguration.test()
            configuration.seeds = [Seed(host: "localhost", port: server.port)]
            let nodes = try await Cluster.withCluster(configuration, logger: .silent) { $0.nodes }
            #expect(nodes.map(\.address) == ["localhost:\(server.port)"])
            #expect(nodes.map(\.numericAddress) == ["127.0.0.1:\(server.port)"])
        }
    }

    @Test func `finds all nodes and who holds what`() async throws {
        try await self.withTwoNodes { _, serverA, _, _ in
            try await Cluster.withCluster(.test(serverA.port), logger: .silent) { cluster in
                #expect(cluster.nodes.map(\.id) == ["A", "B"])
                #expect(cluster.namespaces == ["test"])
                let map = try #require(cluster.partitionMap(of: "test"))
                #expect(map.replicationFactor == 2)
                #expect(cluster.nodes.map { map.partitions(masteredBy: $0).count } == [2048, 2048])
                #expect(cluster.partitionMap(of: "nonsense") == nil)
                #expect(cluster.lowestBuild == ServerBuild(8, 1, 0, 3))
            }
        }
    }

    /// What is lost in the first look is read in another before anything begins.
    @Test(arguments: ["A", "B"], ["peers-generation", "peers-clear-std", "replicas"])
    func `reads again what was lost in the first look`(by id: String, _ command: String) async throws {
        try await self.withTwoNodes(dropped: [id: command]) { _, serverA, _, _ in
            let counts = try await Cluster.withCluster(.test(serverA.port), logger: .silent) { cluster in
                let map = try #require(cluster.partitionMap(of: "test"))
                return cluster.nodes.map { map.partitions(masteredBy: $0).count }
            }
            #expect(counts == [2048, 2048])
        }
    }

    /// A regular look that may take no time at all is one that no node answers.
    @Test func `gives nodes more time in the first look than in regular ones`() async throws {
        try await self.withTwoNodes { _, serverA, _, _ in
            var configuration = ClusterConfiguration.test(serverA.port)
            configuration.tendTimeout = .zero
            let counts = try await Cluster.withCluster(configuration, logger: .silent) { cluster in
                let map = try #require(cluster.partitionMap(of: "test"))
                return cluster.nodes.map { map.partitions(masteredBy: $0).count }
            }
            #expect(counts == [2048, 2048])
        }
    }

    /// The machine of A was given to another cluster.
    @Test func `does not follow the peers of another node at the address of one`() async throws {
        try await self.withTwoNodes { nodeA, serverA, nodeB, _ in
            let tender = self.tender(.test(serverA.port))
            try await tender.connect()
            try await self.serve(ScriptedNode(id: "Y")) { other in
                nodeA["node"] = "X"
                nodeA["peers-generation"] = "7"
                nodeA["peers-clear-std"] = "7,3000,[[Y,,[127.0.0.1:\(other.port)]]]"
                for _ in 1...2 {
                    await tender.tick()
                    #expect(tender.directory.nodes.map(\.id) == ["B"])
                }
                // Nor from the seed, when nothing else is left.
                nodeB["node"] = "Z"
                for _ in 1...2 {
                    await tender.tick()
                    #expect(tender.directory.nodes.isEmpty)
                }
                #expect(other.connectionCount == 0)
                nodeA["node"] = "A"
                nodeA["peers-clear-std"] = "8,3000,[]"
                await tender.tick()
                #expect(tender.directory.nodes.map(\.id) == ["A"])
            }
            await tender.close()
        }
    }

    @Test func `removes a node that the others no longer list`() async throws {
        try await self.withTwoNodes { nodeA, serverA, nodeB, _ in
            let tender = self.tender(.test(serverA.port))
            try await tender.connect()
            #expect(tender.directory.nodes.map(\.id) == ["A", "B"])
            let leaving = try #require(tender.directory.nodes.last)
            nodeB["node"] = nil
            await tender.tick()
            #expect(tender.directory.nodes.map(\.id) == ["A", "B"], "still listed")
            nodeA["peers-generation"] = "2"
            nodeA["peers-clear-std"] = "2,3000,[]"
            nodeA["partition-generation"] = "1"
            nodeA["replicas"] = "test:0,1,\(ScriptedNode.bitmap { _ in true })"
            await tender.tick()
            #expect(tender.directory.nodes.map(\.id) == ["A"])
            #expect(throws: AerospikeError.self) { try tender.directory.pool(of: leaving) }
            let map = try #require(tender.directory.partitionMap(of: "test"))
            #expect(map.replicationFactor == 1)
            let remaining = try #require(tender.directory.nodes.first)
            #expect(map.partitions(masteredBy: remaining).count == 4096)
            await tender.close()
        }
    }

    @Test func `joins a node once it is ready`() async throws {
        try await self.withTwoNodes { nodeA, serverA, nodeB, _ in
            nodeB["partition-generation"] = "-1"
            let tender = self.tender(.test(serverA.port))
            try await tender.connect()
            #expect(tender.directory.nodes.map(\.id) == ["A"])
            nodeB["partition-generation"] = "0"
            await tender.tick()
            #expect(tender.directory.nodes.map(\.id) == ["A", "B"])
            await tender.close()
        }
    }

    @Test func `survives lost connections`() async throws {
        try await self.withTwoNodes { _, serverA, _, serverB in
            let tender = self.tender(.test(serverA.port))
            try await tender.connect()
            serverA.dropConnections()
            serverB.dropConnections()
            for _ in 0..<2 { await tender.tick() }
            #expect(tender.directory.nodes.map(\.id) == ["A", "B"])
            await tender.close()
        }
    }

    @Test func `starts from the seeds again when all nodes were lost`() async throws {
        let node = ScriptedNode(id: "A")
        try await self.serve(node) { server in
            let tender = self.tender(.test(server.port))
            try await tender.connect()
            node["node"] = "B"
            await tender.tick()
            #expect(tender.directory.nodes.isEmpty)
            await tender.tick()
            #expect(tender.directory.nodes.map(\.id) == ["B"])
            await tender.close()
        }
    }

    @Test func `starts again from a seed with another id that lists a node that was lost`() async throws {
        let node = ScriptedNode(id: "A")
        try await self.serve(node) { server in
            node["peers-clear-std"] = "1,3000,[[B,,[127.0.0.1:1]]]"
            let tender = self.tender(.test(server.port))
            try await tender.connect()
            node["node"] = "C"
            node["peers-clear-std"] = "1,3000,[[D,,[127.0.0.1:1]]]"
            for _ in 0..<3 { await tender.tick() }
            #expect(tender.directory.nodes.isEmpty)
            node["peers-clear-std"] = "2,3000,[[B,,[127.0.0.1:1]]]"
            await tender.tick()
            #expect(tender.directory.nodes.map(\.id) == ["C"])
            await tender.close()
        }
    }

    /// It was opened in the last moment; whoever gives it up keeps nothing of it.
    @Test func `closes a connection on which no time is left to ask`() async throws {
        try await self.serve(ScriptedNode(id: "A")) { server in
            let probe = NodeProbe(.test(server.port))
            let address = NodeAddress(host: "127.0.0.1", port: server.port)
            let connection = try await probe.open(address, name: "A", ProbeLimit(.seconds(3600)))
            let error = await #expect(throws: AerospikeError.self) {
                _ = try await probe.ask(["node"], on: connection, ProbeLimit(.zero))
            }
            #expect(error?.code == .timeout && !connection.isUsable)
            await server.waitForClosed(1)
        }
    }

    @Test func `passes on what the body throws`() async throws {
        struct BodyError: Error {}
        try await self.serve(ScriptedNode(id: "A")) { server in
            await #expect(throws: BodyError.self) {
                try await Cluster.withCluster(.test(server.port), logger: .silent) { _ in throw BodyError() }
            }
            await server.waitForClosed(1)
        }
    }
}
