import AerospikeProtocol
import Testing

@testable import AerospikeClient

@Suite struct `States of a cluster` {
    /// Each node has a host of its own.
    private static func node(_ id: String) -> Node { Node(id: id, host: "host-\(id)", port: 3000, build: "8.1.0.3") }

    private static func peers(_ generation: UInt32, _ ids: String...) -> PeersList {
        PeersList(
            generation: generation,
            peers: ids.map { PeersList.Peer(id: $0, addresses: [Self.node($0).endpoint]) }
        )
    }

    /// A look at a cluster whose members list each other and answer as recorded; the others do not answer.
    private func look(
        at state: inout ClusterState,
        _ recorded: [RecordedReplicas],
        peersGeneration: UInt32,
        listed: [String]
    ) throws -> [Node] {
        state.beginTick()
        for node in state.nodes {
            guard let answer = recorded.first(where: { $0.node == node.id }) else {
                state.failed(node.id)
                continue
            }
            let report = NodeReport(
                id: node.id,
                peersGeneration: peersGeneration,
                partitionGeneration: answer.generation
            )
            state.refreshed(node.id, report)
        }
        var removed: [Node] = []
        if state.needsPeers {
            for node in state.answering {
                var list = Self.peers(peersGeneration)
                list.peers = listed.filter { $0 != node.id }.map { PeersList.Peer(id: $0, addresses: []) }
                state.received(peers: list, of: node.id)
            }
            for newcomer in state.newcomers { state.join(Self.node(newcomer.id)) }
            state.endPeers()
            removed = state.removeDeparted()
        }
        for node in state.needingReplicas {
            let answer = try #require(recorded.first { $0.node == node.id })
            state.received(
                replicas: try ReplicasReport.list(answer.value),
                generation: answer.generation,
                of: node.id
            )
        }
        return removed
    }

    private func masters(_ state: ClusterState, _ namespace: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for partition in PartitionID.all {
            guard let owner = state.tables[namespace]?.owner(of: partition, replica: 0) else { continue }
            counts[owner, default: 0] += 1
        }
        return counts
    }

    private func lookOnly(_ number: Int, of scenario: String) throws -> [RecordedReplicas] {
        try RecordedReplicas.of(scenario, upTo: number).filter { $0.look == number }
    }

    @Test func `follow a real node's death`() throws {
        let scenario = "node-3-dies"
        var state = ClusterState()
        for id in ["C1", "C2", "C3"] { state.join(Self.node(id)) }
        let all = ["C1", "C2", "C3"]
        #expect(try self.look(at: &state, self.lookOnly(1, of: scenario), peersGeneration: 4, listed: all) == [])
        #expect(self.masters(state, "test") == ["C1": 1355, "C2": 1392, "C3": 1349])
        // The survivors still list the dead node: it stays.
        let survivors = try self.lookOnly(1, of: scenario).filter { $0.node != "C3" }
        #expect(try self.look(at: &state, survivors, peersGeneration: 4, listed: all) == [])
        #expect(state.nodes.count == 3)
        #expect(self.masters(state, "test")["C3"] == 1349)
        // Now they do not.
        let second = try self.lookOnly(2, of: scenario)
        #expect(try self.look(at: &state, second, peersGeneration: 5, listed: ["C1", "C2"]) == [Self.node("C3")])
        #expect(self.masters(state, "test") == ["C1": 2024, "C2": 2072])
        #expect(self.masters(state, "bar") == ["C1": 2024, "C2": 2072])
        #expect(!state.needsPeers)
    }

    @Test func `follow a real node's joining`() throws {
        let scenario = "node-4-joins"
        var state = ClusterState()
        for id in ["C1", "C2", "C3"] { state.join(Self.node(id)) }
        let old = ["C1", "C2", "C3"]
        let all = old + ["C4"]
        _ = try self.look(at: &state, self.lookOnly(1, of: scenario), peersGeneration: 7, listed: old)
        _ = try self.look(at: &state, self.lookOnly(2, of: scenario), peersGeneration: 9, listed: all)
        #expect(state.nodes.map(\.id) == all)
        _ = try self.look(at: &state, self.lookOnly(3, of: scenario), peersGeneration: 9, listed: all)
        #expect(self.masters(state, "test") == ["C1": 1045, "C2": 1088, "C3": 1089, "C4": 874])
        #expect(self.masters(state, "bar") == ["C1": 1011, "C2": 1034, "C3": 1048, "C4": 1003])
        #expect(Set(state.needingReplicas.map(\.id)).isSubset(of: Set(all)))
    }

    @Test func `ask for peers again while one cannot be reached`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        state.beginTick()
        state.refreshed("A", NodeReport(id: "A", peersGeneration: 1, partitionGeneration: 0))
        #expect(state.needsPeers)
        state.received(peers: Self.peers(1, "B"), of: "A")
        #expect(state.newcomers.map(\.id) == ["B"])
        state.endPeers()
        #expect(state.needsPeers)
        state.join(Self.node("B"))
        state.endPeers()
        state.beginTick()
        #expect(!state.needsPeers)
    }

    /// What a journal keeps of a cluster: the one that could not be reached may be all that is left of it later.
    @Test func `know the ids of peers that could not be reached`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        #expect(state.listedIDs == ["A"])
        state.beginTick()
        state.refreshed("A", NodeReport(id: "A", peersGeneration: 1, partitionGeneration: 1))
        state.received(peers: Self.peers(1, "B", "C"), of: "A")
        #expect(state.nodes.map(\.id) == ["A"] && state.listedIDs == ["A", "B", "C"])
    }

    @Test func `leave out the map of a node that was cut off`() {
        var state = ClusterState()
        for id in ["A", "B", "C"] { state.join(Self.node(id)) }
        state.beginTick()
        for id in ["A", "B", "C"] {
            state.refreshed(id, NodeReport(id: id, peersGeneration: 2, partitionGeneration: 1))
        }
        state.received(peers: Self.peers(2, "B", "C"), of: "A")
        state.received(peers: Self.peers(2, "A", "C"), of: "B")
        state.received(peers: Self.peers(2), of: "C")
        #expect(state.needingReplicas.map(\.id) == ["A", "B"])
    }

    @Test func `remove a node nobody lists once it owns nothing`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        let report = ReplicasReport(namespace: "test", regime: 0, bitmaps: [[UInt8](repeating: 255, count: 512)])
        state.received(replicas: [report], generation: 1, of: "B")
        func look() -> [Node] {
            state.beginTick()
            for id in state.nodes.map(\.id) {
                state.refreshed(id, NodeReport(id: id, peersGeneration: 2, partitionGeneration: 1))
                state.received(peers: id == "A" ? Self.peers(2) : Self.peers(2, "A"), of: id)
            }
            return state.removeDeparted()
        }
        #expect(look() == [])
        state.received(replicas: [report], generation: 1, of: "A")
        #expect(look() == [Self.node("B")])
    }

    @Test func `keep the last nodes through four silent looks`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        for look in 1...5 {
            state.beginTick()
            for id in ["A", "B"] { state.failed(id) }
            #expect(state.removeDeparted().count == (look < 5 ? 0 : 2))
        }
        #expect(state.nodes.isEmpty)
    }

    @Test func `read the map of a node again after a failure`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        state.beginTick()
        state.refreshed("A", NodeReport(id: "A", peersGeneration: 0, partitionGeneration: 3))
        state.received(replicas: [], generation: 3, of: "A")
        #expect(state.needingReplicas == [])
        state.beginTick()
        state.failed("A")
        state.beginTick()
        state.refreshed("A", NodeReport(id: "A", peersGeneration: 0, partitionGeneration: 3))
        #expect(state.needingReplicas == [Self.node("A")])
    }

    /// A node that was started again at another address is listed there, and does not answer at the old one.
    @Test func `find a node again that has moved`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        let report = ReplicasReport(namespace: "test", regime: 0, bitmaps: [[UInt8](repeating: 255, count: 512)])
        state.received(replicas: [report], generation: 1, of: "A")
        let moved = NodeAddress(host: "127.0.0.1", port: 4000)
        func look() -> [Node] {
            state.beginTick()
            state.refreshed("A", NodeReport(id: "A", peersGeneration: 5, partitionGeneration: 1))
            state.failed("B")
            state.received(
                peers: PeersList(generation: 5, peers: [PeersList.Peer(id: "B", addresses: [moved])]),
                of: "A"
            )
            state.endPeers()
            return state.removeDeparted()
        }
        #expect(look().map(\.id) == ["B"])
        #expect(state.needsPeers)
        #expect(state.newcomers.map(\.addresses) == [[moved]])
    }

    @Test func `have no more nodes than twice what a cluster can have`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        var list = Self.peers(1)
        list.peers = (1000..<1511).map { PeersList.Peer(id: "\($0)", addresses: []) }
        state.received(peers: list, of: "A")
        #expect(state.newcomers.count == 511)
        #expect(!state.isOverfull)
        list.peers = (1000..<2000).map { PeersList.Peer(id: "\($0)", addresses: []) }
        state.received(peers: list, of: "A")
        #expect(state.newcomers.count == 511)
        #expect(state.isOverfull)
        for number in 1000..<2000 { state.join(Self.node("\(number)")) }
        #expect(state.members.count == 512)
        #expect(state.newcomers.isEmpty)
        #expect(
            state.obstacle(to: Self.node("B"))
                == "there are 512 nodes already, twice as many as a cluster can have"
        )
        #expect(state.obstacle(to: Self.node("1000")) == nil, "it is known")
    }

    /// A server that says another id to each who asks would be a cluster of its own.
    @Test func `have one node at an address`() {
        let other = Node(id: "B", host: "host-A", port: 3000, build: "8.1.0.3")
        var state = ClusterState()
        state.join(Self.node("A"))
        state.join(other)
        #expect(state.obstacle(to: other) == "node A answers at its address host-A:3000")
        #expect(state.nodes.map(\.id) == ["A"])
        // Started again with another id: it is the other node that answers now.
        state.beginTick()
        state.refreshed("A", NodeReport(id: "B", peersGeneration: 0, partitionGeneration: 0))
        state.join(other)
        #expect(state.nodes.map(\.id) == ["B"])
    }

    @Test func `let another node take the address of one that does not answer`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        state.beginTick()
        state.failed("A")
        state.join(Node(id: "B", host: "host-A", port: 3000, build: "8.1.0.3"))
        #expect(state.nodes.map(\.id) == ["A", "B"])
    }

    @Test func `are unsettled for a while after a failure`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        #expect(!state.isUnsettled)
        for _ in 1...12 {
            state.failed("A")
            #expect(state.isUnsettled)
        }
        state.failed("A")
        #expect(!state.isUnsettled)
    }
}
