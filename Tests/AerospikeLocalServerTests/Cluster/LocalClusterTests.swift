import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §21.
@Suite struct LocalClusterTests {
    private static let count = 600
    private static let all = Set((0..<count).map { Message.digest($0) })

    /// A cluster of three with 600 records, each written through another node in turn.
    private static func withRecords(
        racks: [Int] = [],
        _ body: (LocalCluster) async throws -> Void
    ) async throws {
        let configuration = LocalClusterConfiguration(racks: racks, node: LocalServerConfiguration(threads: 1))
        try await LocalCluster.run(configuration: configuration) { cluster in
            for key in 0..<Self.count {
                #expect(try ClusterNode(key % 3 + 1, of: cluster).result(of: .put(key, key)) == .ok)
            }
            try await body(cluster)
        }
    }

    /// The digests found by asking each node for the partitions it is master of.
    private static func backup(_ cluster: LocalCluster) throws -> [Digest] {
        try cluster.nodes.filter { cluster.isRunning($0) }.flatMap { number in
            let node = try ClusterNode(number, of: cluster)
            let masters = node.state.cluster.ownership[0]
            return try node.scan(PartitionID.all.filter { masters[$0] }).found
        }
    }

    @Test func `each record has two copies, and every node reads and writes all of them`() async throws {
        try await Self.withRecords { cluster in
            let nodes = try cluster.nodes.map { try ClusterNode($0, of: cluster) }
            #expect(nodes.reduce(0) { $0 + ($1.figure("objects") ?? 0) } == 2 * Self.count)
            #expect(nodes.reduce(0) { $0 + ($1.figure("master_objects") ?? 0) } == Self.count)
            #expect(nodes.reduce(0) { $0 + ($1.figure("prole_objects") ?? 0) } == Self.count)
            for node in nodes {
                for key in stride(from: 0, to: Self.count, by: 7) { #expect(try node.result(of: .get(key)) == .ok) }
            }
            #expect(Set(try Self.backup(cluster)) == Self.all)
        }
    }

    @Test func `a scan gives out copies of replicas too, and refuses what is not there`() async throws {
        try await Self.withRecords { cluster in
            for number in cluster.nodes {
                let node = try ClusterNode(number, of: cluster)
                let scan = try node.scan()
                #expect(scan.found.count == node.figure("objects"))
                let held = node.state.cluster.ownership
                let missing = PartitionID.all.filter { partition in !held.contains { $0[partition] } }
                #expect(scan.unavailable == Set(missing.map { UInt32($0.number) }))
            }
        }
    }

    @Test func `the nodes tell of each other as real ones do`() async throws {
        try await Self.withRecords { cluster in
            let first = try ClusterNode(1, of: cluster)
            let ports = [2, 3].map { cluster.port(of: $0) }
            #expect(
                first.info("peers-clear-std")
                    == "4,3000,[[BB9030011AC4202,,[127.0.0.1:\(ports[0])]],[BB9040011AC4202,,[127.0.0.1:\(ports[1])]]]"
            )
            #expect(first.info("cluster-stable:") == first.info("cluster-stable:size=3;ignore-migrations=true"))
            #expect(first.info("cluster-stable:size=2") == "ERROR:7:cluster not specified size")
            #expect(first.info("rack-ids") == "ERROR:25:enterprise only")
            #expect(first.figure("ns_cluster_size") == 3)
            #expect(first.figure("effective_replication_factor") == 2)
            let last = try ClusterNode(3, of: cluster)
            #expect(first.info("statistics").contains("cluster_principal=\(last.info("node"));"))
        }
    }

    @Test func `after a kill all records are there, and a backup in between is whole`() async throws {
        try await Self.withRecords { cluster in
            await cluster.kill(2)
            let first = try ClusterNode(1, of: cluster)
            cluster.noticeChanges()
            #expect(first.info("cluster-stable:") == "ERROR:7:unstable cluster")
            #expect(first.info("statistics").contains("cluster_integrity=false;cluster_is_member=false"))
            cluster.rebalance()
            #expect(first.info("cluster-stable:") == "ERROR:7:unstable cluster")
            #expect(first.info("cluster-stable:ignore-migrations=true") == first.state.clusterKey)
            #expect(try Self.backup(cluster).sorted() == Self.all.sorted())
            cluster.migrate(next: 500)
            #expect(try Self.backup(cluster).sorted() == Self.all.sorted())
            cluster.finishMigrations()
            #expect(first.info("cluster-stable:") == first.state.clusterKey)
            #expect(first.figure("objects") == Self.count)
            #expect(try first.scan().unavailable.isEmpty)
        }
    }

    @Test func `commands for a dead master or to a dead replica time out until the cluster is formed anew`()
        async throws
    {
        try await Self.withRecords { cluster in
            let first = try ClusterNode(1, of: cluster)
            let before = first.state.cluster.routes ?? []
            await cluster.kill(2)
            for key in 0..<Self.count {
                let route = before[Message.digest(key).partition.index]
                let isTouched = route.master == 2 || route.replicas.contains(2)
                #expect(try first.result(of: .put(key, 7)) == (isTouched ? .timeout : .ok))
            }
            cluster.rebalance()
            for key in 0..<Self.count { #expect(try first.result(of: .put(key, 8)) == .ok) }
        }
    }

    @Test func `a node comes back empty and is filled, while scans go on where the copies are`() async throws {
        try await Self.withRecords { cluster in
            let port = cluster.port(of: 3)
            await cluster.kill(3)
            cluster.settle()
            try await cluster.start(3)
            #expect(cluster.port(of: 3) == port)
            let third = try ClusterNode(3, of: cluster)
            #expect(third.info("partition-generation") == "-1")
            #expect(third.info("peers-clear-std") == "0,3000,[]")
            #expect(third.info("cluster-stable:") == "ERROR:7:unstable cluster")
            #expect(third.info("replicas") == "test:0,1,\(String(repeating: "A", count: 683))=")
            cluster.noticeChanges()
            cluster.rebalance()
            #expect(try third.scan().unavailable.count == PartitionID.count)
            #expect(try third.result(of: .get(1)) == .ok)
            let first = try ClusterNode(1, of: cluster)
            #expect((first.figure("non_replica_objects") ?? 0) > 0)
            #expect(try first.scan().found.count == Self.count)
            #expect(try third.result(of: .put(Self.count, 1)) == .ok)
            while cluster.migrate(next: 700) > 0 {
                #expect(try Self.backup(cluster).sorted() == (Self.all.union([Message.digest(Self.count)])).sorted())
            }
            let objects = try cluster.nodes.reduce(0) { $0 + (try ClusterNode($1, of: cluster).figure("objects") ?? 0) }
            #expect(objects == 2 * (Self.count + 1))
        }
    }

    @Test func `a node cut off answers with what it has, without an error`() async throws {
        try await Self.withRecords { cluster in
            let third = try ClusterNode(3, of: cluster)
            let held = third.figure("objects") ?? 0
            cluster.isolate(3)
            cluster.noticeChanges()
            cluster.rebalance()
            #expect(third.info("replicas") == "test:0,1,\(String(repeating: "/", count: 682))8=")
            let scan = try third.scan()
            #expect(scan.unavailable.isEmpty)
            #expect(scan.found.count == held)
            #expect(held < Self.count)
            #expect(third.info("cluster-stable:") == third.state.clusterKey)
            #expect(try third.result(of: .put(0, 99)) == .ok)
            cluster.rejoin(3)
            cluster.settle()
            #expect(try Self.backup(cluster).sorted() == Self.all.sorted())
        }
    }

    @Test func `after a freeze scans are refused by masters until versions are merged`() async throws {
        try await Self.withRecords { cluster in
            cluster.freeze(2)
            cluster.noticeChanges()
            cluster.rebalance()
            #expect(try ClusterNode(1, of: cluster).result(of: .put(Self.count, 1)) == .ok)
            cluster.thaw(2)
            cluster.rebalance()
            let merged = try Self.backup(cluster)
            #expect(merged.count < Self.count)
            for key in 0...Self.count { #expect(try ClusterNode(3, of: cluster).result(of: .get(key)) == .ok) }
            cluster.finishMigrations()
            #expect(try Self.backup(cluster).sorted() == Self.all.union([Message.digest(Self.count)]).sorted())
        }
    }

    @Test func `a restarted node may have another address`() async throws {
        try await Self.withRecords { cluster in
            let port = cluster.port(of: 2)
            await cluster.kill(2)
            cluster.settle()
            try await cluster.start(2, port: 0)
            #expect(cluster.port(of: 2) != port)
            cluster.settle()
            let peers = try ClusterNode(1, of: cluster).info("peers-clear-std")
            #expect(peers.contains("127.0.0.1:\(cluster.port(of: 2))]"))
            #expect(try Self.backup(cluster).sorted() == Self.all.sorted())
        }
    }

    @Test func `racks are told of as the enterprise edition does`() async throws {
        try await Self.withRecords(racks: [1, 1, 2]) { cluster in
            let third = try ClusterNode(3, of: cluster)
            #expect(third.info("rack-ids") == "test:2")
            #expect(
                third.info("racks:namespace=test")
                    == "rack_1=BB9030011AC4202,BB9020011AC4202:rack_2=BB9040011AC4202"
            )
            #expect(third.figure("objects") == Self.count, "the only node of a rack has a copy of everything")
        }
    }

    @Test func `truncation, indexes and modules are the whole cluster's`() async throws {
        try await Self.withRecords { cluster in
            let (first, second) = (try ClusterNode(1, of: cluster), try ClusterNode(2, of: cluster))
            _ = first.info("sindex-create:namespace=test;indexname=i;bin=a;type=numeric")
            #expect(second.info("sindex-list:namespace=test").contains("indexname=i:"))
            #expect(second.info("truncate-namespace:namespace=test") == "ok")
            #expect(try Self.backup(cluster) == [])
        }
    }

    @Test func `a frozen node takes requests and answers them when it goes on`() async throws {
        try await Self.withRecords { cluster in
            let client = try SocketClient(port: cluster.port(of: 1))
            cluster.freeze(1)
            try client.send(InfoRequest(["build"]).encoded() + Message.get(1).encoded())
            let late = try SocketClient(port: cluster.port(of: 1))
            try late.send(InfoRequest(["build"]).encoded())
            cluster.thaw(1)
            #expect(try client.message() == Array("build\t8.1.0.3\n".utf8))
            #expect(try client.messages().first?.header.resultCode == .ok)
            #expect(try late.message() == Array("build\t8.1.0.3\n".utf8))
        }
    }

    @Test func `a kill closes the sockets and the port`() async throws {
        try await Self.withRecords { cluster in
            let client = try SocketClient(port: cluster.port(of: 1))
            try client.send(InfoRequest(["build"]).encoded())
            #expect(try client.message() == Array("build\t8.1.0.3\n".utf8))
            await cluster.kill(1)
            #expect(try client.receive(1) == [])
            #expect(throws: (any Error).self) { _ = try SocketClient(port: cluster.port(of: 1)) }
        }
    }
}
