import Testing

@testable import AerospikeClient

/// What is not answered, and what others answer.
@Suite struct `States of a cluster whose looks fail` {
    /// Each node has a host of its own.
    private static func node(_ id: String) -> Node { Node(id: id, host: "host-\(id)", port: 3000, build: "8.1.0.3") }

    private static func peers(_ generation: UInt32, _ ids: String...) -> PeersList {
        PeersList(
            generation: generation,
            peers: ids.map { PeersList.Peer(id: $0, addresses: [Self.node($0).endpoint]) }
        )
    }

    @Test func `hear nothing of another node that answers at an address`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        let report = ReplicasReport(namespace: "test", regime: 0, bitmaps: [[UInt8](repeating: 255, count: 512)])
        state.received(replicas: [report], generation: 1, of: "A")
        for (id, other) in [("A", "B"), ("B", "A")] {
            state.refreshed(id, NodeReport(id: id, peersGeneration: 1, partitionGeneration: 1))
            state.received(peers: Self.peers(1, other), of: id)
        }
        state.endPeers()
        #expect(!state.needsPeers)
        state.beginTick()
        let isSame = state.refreshed("A", NodeReport(id: "Z", peersGeneration: 7, partitionGeneration: 7))
        #expect(!isSame)
        state.refreshed("B", NodeReport(id: "B", peersGeneration: 1, partitionGeneration: 1))
        #expect(state.nodes == [Self.node("B")])
        #expect(state.tables["test"]?.owns("A") == false)
        // A may be at another address now.
        #expect(state.needsPeers && state.answering == [Self.node("B")])
        #expect(state.newcomers.map(\.id) == ["A"])
    }

    @Test func `keep a node that fails once when the last other one is replaced`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        state.beginTick()
        state.refreshed("A", NodeReport(id: "Z", peersGeneration: 7, partitionGeneration: 7))
        state.failed("B")
        #expect(state.removeDeparted() == [])
        #expect(state.nodes == [Self.node("B")])
    }

    /// The addresses of a cluster that was given up may have been given to another one.
    @Test func `begin again with the nodes that were lost`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        state.received(peers: Self.peers(1, "B", "C"), of: "A")
        state.beginTick()
        for id in ["A", "B"] {
            state.refreshed(id, NodeReport(id: "Z\(id)", peersGeneration: 1, partitionGeneration: 1))
        }
        #expect(state.nodes.isEmpty)
        let stranger = Node(id: "ZA", host: "host-A", port: 3000, build: "8.1.0.3")
        #expect(state.obstacle(to: stranger) == "it is none of the nodes of the cluster that was lost")
        for id in ["A", "B", "C"] { #expect(state.obstacle(to: Self.node(id)) == nil) }
        state.join(stranger)
        state.join(Self.node("C"))
        #expect(state.nodes == [Self.node("C")])
    }

    @Test func `begin again with a node that lists one that was lost`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        state.beginTick()
        for id in ["A", "B"] {
            state.refreshed(id, NodeReport(id: "Z\(id)", peersGeneration: 1, partitionGeneration: 1))
        }
        let stranger = Node(id: "N", host: "host-A", port: 3000, build: "8.1.0.3")
        for peers in [Self.peers(0), Self.peers(3, "X", "Y")] {
            state.recognise(stranger, by: peers.peers)
            #expect(!state.mayFollow(stranger))
        }
        state.recognise(stranger, by: Self.peers(3, "X", "B").peers)
        #expect(state.obstacle(to: stranger) == nil)
        #expect(state.obstacle(to: Self.node("X")) == "it is none of the nodes of the cluster that was lost")
    }

    /// A node that is reached by a name was started at another address, and its first one was given to the next.
    @Test func `know a node where it answers now`() {
        var state = ClusterState()
        state.join(
            Node(id: "A", endpoint: NodeAddress(host: "name", port: 3000), build: "8.1.0.3", resolvedHost: "10.0.0.1")
        )
        let next = Node(id: "B", host: "10.0.0.1", port: 3000, build: "8.1.0.3")
        let other = Node(id: "C", host: "10.0.0.2", port: 3000, build: "8.1.0.3")
        let report = NodeReport(id: "A", peersGeneration: 1, partitionGeneration: 1)
        state.beginTick()
        state.refreshed("A", report, from: "10.0.0.1")
        #expect(state.obstacle(to: next) == "node A answers at its address 10.0.0.1:3000")
        #expect(state.obstacle(to: other) == nil)
        state.beginTick()
        state.refreshed("A", report, from: "10.0.0.2")
        #expect(state.obstacle(to: next) == nil)
        #expect(state.obstacle(to: other) == "node A answers at its address 10.0.0.2:3000")
        // Its peers list it where it was last; it has not moved from there.
        state.join(next)
        state.beginTick()
        state.refreshed("B", NodeReport(id: "B", peersGeneration: 2, partitionGeneration: 1))
        state.failed("A")
        let listed = PeersList.Peer(id: "A", addresses: [other.endpoint])
        state.received(peers: PeersList(generation: 2, peers: [listed]), of: "B")
        #expect(!state.removeDeparted().contains { $0.id == "A" })
    }

    /// One of them came back, alone, and went again before its list was read.
    @Test func `remember the nodes of a cluster that was lost twice`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        state.beginTick()
        for id in ["A", "B"] {
            state.refreshed(id, NodeReport(id: "Z\(id)", peersGeneration: 1, partitionGeneration: 1))
        }
        state.join(Self.node("A"))
        state.beginTick()
        state.refreshed("A", NodeReport(id: "Z", peersGeneration: 1, partitionGeneration: 1))
        #expect(state.nodes.isEmpty)
        #expect(state.obstacle(to: Self.node("B")) == nil)
        let stranger = Node(id: "Z", host: "host-A", port: 3000, build: "8.1.0.3")
        #expect(state.obstacle(to: stranger) == "it is none of the nodes of the cluster that was lost")
    }

    /// The name of the only node led to another machine before it was lost there; the first one may be anybody's now.
    @Test func `begin again with another id where the only node was last`() {
        var state = ClusterState()
        state.join(
            Node(id: "A", endpoint: NodeAddress(host: "name", port: 3000), build: "8.1.0.3", resolvedHost: "10.0.0.1")
        )
        state.beginTick()
        state.refreshed("A", NodeReport(id: "A", peersGeneration: 0, partitionGeneration: 0), from: "10.0.0.2")
        state.beginTick()
        state.refreshed("A", NodeReport(id: "B", peersGeneration: 0, partitionGeneration: 0))
        let first = Node(id: "B", host: "10.0.0.1", port: 3000, build: "8.1.0.3")
        #expect(state.obstacle(to: first) == "it is none of the nodes of the cluster that was lost")
        #expect(state.obstacle(to: Node(id: "B", host: "10.0.0.2", port: 3000, build: "8.1.0.3")) == nil)
    }

    @Test func `begin again with another id where the only node was`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        state.beginTick()
        state.refreshed("A", NodeReport(id: "B", peersGeneration: 0, partitionGeneration: 0))
        #expect(state.obstacle(to: Self.node("B")) == "it is none of the nodes of the cluster that was lost")
        #expect(state.obstacle(to: Node(id: "B", host: "host-A", port: 3000, build: "8.1.0.3")) == nil)
    }

    /// The node tells the generation; the list itself did not arrive.
    @Test func `ask again for a list that could not be read`() {
        var state = ClusterState()
        for id in ["A", "B"] { state.join(Self.node(id)) }
        func look(readsB: Bool) {
            state.beginTick()
            for id in ["A", "B"] {
                state.refreshed(id, NodeReport(id: id, peersGeneration: 4, partitionGeneration: 1))
            }
            state.received(peers: Self.peers(4, "B"), of: "A")
            if readsB { state.received(peers: Self.peers(4, "A"), of: "B") } else { state.failed("B") }
            state.endPeers()
        }
        look(readsB: false)
        state.beginTick()
        for id in ["A", "B"] {
            state.refreshed(id, NodeReport(id: id, peersGeneration: 4, partitionGeneration: 1))
        }
        #expect(state.needsPeers)
        look(readsB: true)
        #expect(!state.needsPeers)
    }

    @Test func `remove nobody on the word of lists that were not read`() {
        var state = ClusterState()
        for id in ["A", "B", "C"] { state.join(Self.node(id)) }
        state.beginTick()
        for id in ["A", "B", "C"] {
            state.refreshed(id, NodeReport(id: id, peersGeneration: 4, partitionGeneration: 1))
        }
        state.received(peers: Self.peers(4, "B", "C"), of: "A")
        for id in ["B", "C"] { state.failed(id) }
        #expect(state.removeDeparted() == [])
        for id in ["B", "C"] { state.received(peers: Self.peers(4), of: id) }
        #expect(state.removeDeparted() == [Self.node("A")])
    }

    @Test func `are incomplete until the peers and the partitions of each node were read`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        #expect(state.isIncomplete)
        state.received(peers: Self.peers(1), of: "A")
        #expect(state.isIncomplete)
        state.received(replicas: [], generation: 1, of: "A")
        #expect(!state.isIncomplete)
        state.join(Self.node("B"))
        #expect(state.isIncomplete)
        state.received(peers: Self.peers(1, "A"), of: "B")
        #expect(state.isIncomplete)
        // Cut off from the others: its map is not wanted.
        state.received(peers: Self.peers(1), of: "B")
        #expect(!state.isIncomplete)
    }

    @Test func `tell once of a node that leaves the same unanswered in each look`() {
        var state = ClusterState()
        state.join(Self.node("A"))
        for look in 1...3 {
            state.beginTick()
            state.refreshed("A", NodeReport(id: "A", peersGeneration: 1, partitionGeneration: 1))
            #expect(state.hasFailedBefore("A") == (look > 1))
            state.failed("A")
            #expect(state.hasFailedBefore("A"))
        }
        for _ in 1...2 {
            state.beginTick()
            state.refreshed("A", NodeReport(id: "A", peersGeneration: 1, partitionGeneration: 1))
        }
        #expect(!state.hasFailedBefore("A"))
    }

    /// The others list the address that the name stands for.
    @Test func `keep a node that is reached by its name and misses a look`() {
        let report = ReplicasReport(namespace: "test", regime: 0, bitmaps: [[UInt8](repeating: 255, count: 512)])
        let endpoint = NodeAddress(host: "db1", port: 3000)
        for (host, count) in [("10.0.0.1", 2), ("10.0.0.2", 1)] {
            var state = ClusterState()
            state.join(Self.node("A"))
            state.join(Node(id: "B", endpoint: endpoint, build: "8.1.0.3", resolvedHost: "10.0.0.1"))
            state.received(replicas: [report], generation: 1, of: "A")
            state.beginTick()
            state.refreshed("A", NodeReport(id: "A", peersGeneration: 5, partitionGeneration: 1))
            state.failed("B")
            let peer = PeersList.Peer(id: "B", addresses: [NodeAddress(host: host, port: 3000)])
            state.received(peers: PeersList(generation: 5, peers: [peer]), of: "A")
            _ = state.removeDeparted()
            #expect(state.nodes.count == count, "listed at \(host)")
        }
    }
}
