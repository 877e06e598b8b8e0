import AerospikeLocalServer
import Testing

@testable import AerospikeClient

/// Names of a backup that would be further parameters or commands.
@Suite struct `Names in commands` {
    private static let names = [
        "i\ntruncate-namespace:namespace=test\nx", "i;ns=prod", "i\r", "i\u{0}", "i\u{7F}", "\n",
    ]

    /// Runs something with a server of one record, which must be there still behind it.
    private func check(_ body: (Cluster, Node) async throws -> Void) async throws {
        try await LocalServer.run { server in
            try await Cluster.withCluster(.test(server.port), logger: .silent) { cluster in
                let node = try #require(cluster.nodes.first)
                _ = try await cluster.write(NumberedRecords.write(1, set: "s"), on: node, timeout: .seconds(3600))
                try await body(cluster, node)
                #expect(try await cluster.statistics(of: "test", on: node).objects == 1)
                #expect(try await cluster.indexes(of: "test").isEmpty)
                #expect(try await cluster.moduleNames().isEmpty)
            }
        }
    }

    @Test(arguments: Self.names) func `of indexes are not sent`(name: String) async throws {
        try await self.check { cluster, node in
            let sound = IndexDefinition(namespace: "test", set: "s", name: "i", bin: "b", type: "numeric")
            let parts: [WritableKeyPath<IndexDefinition, String>] = [
                \.namespace, \.set, \.name, \.bin, \.type, \.kind, \.context, \.expression,
            ]
            for part in parts {
                var index = sound
                index[keyPath: part] = name
                let created = await #expect(throws: AerospikeError.self) { try await cluster.createIndex(index) }
                #expect(created?.code == .badParameter)
                let deleted = await #expect(throws: AerospikeError.self) { try await cluster.deleteIndex(index) }
                #expect(deleted?.code == .badParameter)
            }
            let asked = await #expect(throws: AerospikeError.self) {
                try await cluster.indexLoadPercentage(of: name, in: "test", on: node)
            }
            #expect(asked?.code == .badParameter)
        }
    }

    @Test(arguments: Self.names) func `of modules are not sent`(name: String) async throws {
        try await self.check { cluster, _ in
            let put = await #expect(throws: AerospikeError.self) {
                try await cluster.putModule(FunctionModule(name: name, content: [0x2D, 0x2D]))
            }
            #expect(put?.code == .badParameter)
            let read = await #expect(throws: AerospikeError.self) { try await cluster.module(named: name) }
            #expect(read?.code == .badParameter)
        }
    }

    @Test func `of namespaces are not sent, nor is any other line`() async throws {
        try await self.check { cluster, node in
            for name in Self.names {
                let listed = await #expect(throws: AerospikeError.self) { try await cluster.indexes(of: name) }
                #expect(listed?.code == .badParameter)
            }
            let line = "node\ntruncate-namespace:namespace=test"
            let asked = await #expect(throws: AerospikeError.self) { try await cluster.info(line, on: node) }
            #expect(asked?.code == .badParameter)
        }
    }
}
