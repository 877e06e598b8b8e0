import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §21.1 to §21.5.
@Suite struct ClusterModelTests {
    private static func formed(_ count: Int = 3, replicationFactor: Int = 2) -> ClusterModel {
        let nodes = (1...count).map { NodeIdentity(id: "C\($0)", host: "127.0.0.1", port: 3000 + $0) }
        var model = ClusterModel(nodes: nodes, racks: [], replicationFactor: replicationFactor)
        for number in 1...count { model.start(number, port: 3000 + number) }
        model.rebalance()
        return model
    }

    private static func finish(_ model: inout ClusterModel) {
        for step in model.steps(of: PartitionID.all) { model.finish(step) }
        model.showMigrations()
    }

    private static func view(_ model: ClusterModel, _ number: Int) throws -> ClusterView {
        try #require(model.members[number]).view
    }

    /// The number of nodes that claim each partition in a column.
    private static func claims(_ model: ClusterModel, column: Int, nodes: [Int]) throws -> [Int] {
        let views = try nodes.map { try Self.view(model, $0) }
        return PartitionID.all.map { partition in
            views.count { $0.ownership.indices.contains(column) && $0.ownership[column][partition] }
        }
    }

    @Test func `every partition of a formed cluster has one master and one replica elsewhere`() throws {
        let model = Self.formed()
        #expect(try Self.claims(model, column: 0, nodes: [1, 2, 3]).allSatisfy { $0 == 1 })
        #expect(try Self.claims(model, column: 1, nodes: [1, 2, 3]).allSatisfy { $0 == 1 })
        for number in 1...3 {
            let view = try Self.view(model, number)
            #expect(view.peersGeneration == 4)
            #expect(view.partitionGeneration == 0)
            #expect(view.rebalanceGeneration == 1)
            #expect(PartitionID.all.allSatisfy { !(view.ownership[0][$0] && view.ownership[1][$0]) })
            #expect(view.complete.count == view.ownership[0].count + view.ownership[1].count)
        }
        #expect(Set(try (1...3).map { try Self.view(model, $0).clusterKey }).count == 1)
        #expect(model.steps(of: PartitionID.all) == [])
    }

    @Test func `a loss is first noticed, and maps stay; then the others hold everything`() throws {
        var model = Self.formed()
        let before = try Self.view(model, 1)
        let lost = try Self.view(model, 3).complete.count
        model.stop(3)
        #expect(try Self.view(model, 1).phase == .settled)
        model.noticeChanges()
        #expect(try Self.view(model, 1).phase == .unstable)
        #expect(try Self.view(model, 1).ownership == before.ownership)
        model.rebalance()
        let after = try Self.view(model, 1)
        #expect(after.phase == .settled)
        #expect(after.peers.map(\.id) == ["C2"])
        #expect(after.clusterKey != before.clusterKey)
        #expect(after.peersGeneration == before.peersGeneration + 1)
        #expect(after.rebalanceGeneration == before.rebalanceGeneration + 1)
        #expect(after.partitionGeneration > before.partitionGeneration)
        #expect(try Self.claims(model, column: 0, nodes: [1, 2]).allSatisfy { $0 == 1 })
        #expect(try Self.claims(model, column: 1, nodes: [1, 2]).allSatisfy { $0 == 1 })
        #expect(after.complete == before.complete, "a node serves what it has data of, as before the loss")
        let views = try [1, 2].map { try Self.view(model, $0) }
        #expect(views.reduce(0) { $0 + $1.migrations.outgoing } == lost)
        #expect(views.reduce(0) { $0 + $1.migrations.incoming } == lost)
        #expect(views.allSatisfy { $0.isMigrating })
    }

    @Test func `migrations complete every copy and count the bits that move`() throws {
        var model = Self.formed()
        model.stop(3)
        model.rebalance()
        let before = try Self.view(model, 1)
        Self.finish(&model)
        let after = try Self.view(model, 1)
        #expect(after.complete == .all)
        #expect(!after.isMigrating)
        #expect(after.migrations.remaining == 0)
        #expect(after.migrations.outgoingInitially == before.migrations.outgoing)
        let moves = zip(before.ownership, after.ownership).reduce(0) { $0 + $1.0.differences(from: $1.1) }
        #expect(after.partitionGeneration == before.partitionGeneration + moves)
    }

    @Test func `a node that comes back is empty, and those that act for it keep both bits`() throws {
        var model = Self.formed()
        let own = try Self.view(model, 3).ownership
        model.stop(3)
        model.rebalance()
        Self.finish(&model)
        model.start(3, port: 4000)
        let started = try Self.view(model, 3)
        #expect([started.partitionGeneration, started.peersGeneration, started.size] == [-1, 0, 0])
        let masters = try Self.view(model, 1).ownership[0]
        model.noticeChanges()
        model.rebalance(only: [1, 2])
        let acting = try Self.view(model, 1)
        #expect(acting.ownership[0] == masters)
        let returning = PartitionID.all.filter { partition in own.contains { $0[partition] } }
        #expect(returning.allSatisfy { acting.ownership[0][$0] == acting.ownership[1][$0] }, "both bits, or none")
        #expect(try Self.view(model, 1).peers.map(\.port) == [3002, 4000])
        #expect(try Self.view(model, 3).partitionGeneration == -1)
        model.rebalance()
        let ready = try Self.view(model, 3)
        #expect([ready.partitionGeneration, ready.peersGeneration, ready.rebalanceGeneration] == [0, 4, 1])
        #expect(ready.ownership == [.none, .none])
        #expect(try Self.view(model, 1).complete == .all, "displaced copies still answer scans")
        Self.finish(&model)
        let first = try (1...3).map { try Self.view(Self.formed(), $0).ownership }
        #expect(try (1...3).map { try Self.view(model, $0).ownership } == first, "as when they first met")
        #expect(try Self.view(model, 1).complete != .all, "what is not its own is forgotten")
    }

    @Test func `a node cut off claims every partition`() throws {
        var model = Self.formed()
        model.setIsland(1, 3)
        model.rebalance()
        let view = try Self.view(model, 3)
        #expect(view.ownership == [.all])
        #expect(view.complete == .all)
        #expect(view.peers.isEmpty)
        #expect(view.peersGeneration == 5)
        #expect(try Self.view(model, 1).peers.count == 1)
    }

    @Test func `what was in two clusters answers no scans before it is merged`() throws {
        var model = Self.formed()
        let masters = try (1...3).map { try Self.view(model, $0).ownership[0] }
        model.setFrozen(true, 3)
        model.rebalance()
        let frozen = try Self.view(model, 3)
        model.setFrozen(false, 3)
        #expect(try Self.view(model, 3).ownership == frozen.ownership, "it goes on with its old view")
        model.rebalance()
        #expect(try (1...3).map { try Self.view(model, $0).ownership[0] } == masters)
        let held = frozen.complete
        for number in 1...3 {
            let view = try Self.view(model, number)
            #expect(PartitionID.all.allSatisfy { !(held[$0] && view.complete[$0]) })
        }
        Self.finish(&model)
        #expect(try Self.claims(model, column: 1, nodes: [1, 2, 3]).allSatisfy { $0 == 1 })
        #expect(try (1...3).reduce(0) { $0 + (try Self.view(model, $1).complete.count) } == 2 * PartitionID.count)
    }

    @Test func `nothing moves while a node is lost and no new cluster formed`() {
        var model = Self.formed()
        model.stop(3)
        model.rebalance()
        #expect(!model.steps(of: PartitionID.all).isEmpty)
        model.stop(2)
        #expect(model.steps(of: PartitionID.all).isEmpty)
    }

    @Test func `a change that is undone in time leaves the cluster as it was`() throws {
        var model = Self.formed()
        let before = try Self.view(model, 1)
        model.setFrozen(true, 3)
        model.noticeChanges()
        model.setFrozen(false, 3)
        model.rebalance()
        let after = try Self.view(model, 1)
        #expect(after.phase == .settled)
        #expect(after.clusterKey == before.clusterKey)
        #expect(after.partitionGeneration == before.partitionGeneration)
    }
}
