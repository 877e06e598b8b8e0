import Testing

@testable import AerospikeLocalServer

@Suite struct `Nodes that are gone` {
    @Test func `a node that was killed is not kept in memory`() async throws {
        try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 2)) { cluster in
            weak let state = cluster.state(of: 2)
            try await cluster.load(records: 100)
            #expect(state != nil)
            await cluster.kill(2)
            cluster.settle()
            #expect(state == nil)
        }
    }
}
