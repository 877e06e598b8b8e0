import AerospikeLocalServer
import Testing

@testable import AerospikeClient

/// Addresses that were given and lead to no node of the cluster.
@Suite struct `Stray seeds` {
    private func strays(_ ports: Int...) async throws -> [StraySeed] { try await self.strays(ports) }

    private func strays(_ ports: [Int]) async throws -> [StraySeed] {
        var configuration = ClusterConfiguration.test()
        configuration.seeds = ports.map { Seed(host: "localhost", port: $0) }
        return try await Cluster.withCluster(configuration, logger: .silent) { await $0.straySeeds() }
    }

    private func seed(_ port: Int) -> Seed { Seed(host: "localhost", port: port) }

    /// "localhost" is what no node lists, so that each has to be asked who it is.
    @Test func `are none where all are of one cluster`() async throws {
        try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 3)) { cluster in
            let strays = try await self.strays(cluster.port(of: 1), cluster.port(of: 2), cluster.port(of: 3))
            #expect(strays == [])
        }
    }

    /// The others know nothing of it any more, wherever it stands among the seeds.
    @Test func `are nodes that were cut off before`() async throws {
        try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 3)) { cluster in
            cluster.isolate(3)
            cluster.noticeChanges()
            cluster.rebalance()
            let (first, third) = (cluster.port(of: 1), cluster.port(of: 3))
            let expected = [StraySeed(self.seed(third), .outsider(nodeID: cluster.nodeID(of: 3)))]
            for ports in [[first, third], [third, first]] {
                let strays = try await self.strays(ports)
                #expect(strays == expected)
            }
        }
    }

    @Test func `are addresses where nobody listens`() async throws {
        try await RefusingPort.with { dead in
            try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 2)) { cluster in
                let strays = try await self.strays(dead, cluster.port(of: 1))
                #expect(strays.map(\.seed) == [self.seed(dead)])
                guard case .silent(let problem)? = strays.first?.reason else { return #expect(Bool(false)) }
                #expect(problem.contains("Connection refused"))
            }
        }
    }

    @Test func `are none where only one was given`() async throws {
        try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 2)) { cluster in
            let strays = try await self.strays(cluster.port(of: 2))
            #expect(strays == [])
        }
    }
}
