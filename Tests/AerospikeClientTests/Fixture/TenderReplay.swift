import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Feeds the looks of a recorded client to the state of the cluster, one after the other, and notes what each look is
/// followed by: what the state wants to be asked next is held against what the original asked.
struct TenderReplay {
    /// What came in one look, by node.
    private struct Look {
        var hellos: [String] = []
        var answers: [String: NodeReport] = [:]
        var peers: [String: PeersList] = [:]
        var maps: [(node: String, generation: Int, reports: [ReplicasReport])] = []
    }

    /// Where the nodes said to be, in their lists of peers.
    private static let ports = ["C1": 3805, "C2": 3815, "C3": 3825, "C4": 3835]

    private(set) var state = ClusterState()
    /// The nodes removed, by look.
    private(set) var removed: [Int: [String]] = [:]
    /// The looks after which the original read the lists of peers and the state does not want them, or the other way.
    private(set) var otherPeers: [Int] = []
    /// The looks after which the original read the maps of other nodes than the state wants, with both.
    private(set) var otherMaps: [Int: [[String]]] = [:]

    mutating func run(_ events: [RecordedEvent]) throws {
        for (number, look) in try Self.looks(events).enumerated() { self.take(look, number) }
    }

    /// Takes the events apart: a look begins with the answer of a node that has answered in the last one, or that comes
    /// after maps or peers.
    private static func looks(_ events: [RecordedEvent]) throws -> [Look] {
        var looks = [Look()]
        for event in events {
            var look = looks[looks.count - 1]
            switch event.kind {
            // Nodes that belong to no cluster yet are asked again in the next look (`Spec/wire-protocol.md` §21.4).
            case .hello: if try event.number(0) >= 0 { look.hellos.append(event.node) }
            case .look:
                if look.answers[event.node] != nil || !look.peers.isEmpty || !look.maps.isEmpty {
                    looks.append(Look())
                    look = Look()
                }
                look.answers[event.node] = NodeReport(
                    id: event.node,
                    peersGeneration: UInt32(try event.number(0)),
                    partitionGeneration: try event.number(1)
                )
            case .peers: look.peers[event.node] = try PeersList.parse(event.values[0])
            case .map: look.maps.append((event.node, try event.number(0), try ReplicasReport.list(event.values[1])))
            default: continue
            }
            looks[looks.count - 1] = look
        }
        return looks
    }

    private mutating func take(_ look: Look, _ number: Int) {
        self.state.beginTick()
        for id in self.state.members.keys {
            if let report = look.answers[id] { self.state.refreshed(id, report) } else { self.state.failed(id) }
        }
        for id in look.hellos {
            self.state.join(Node(id: id, host: "127.0.0.1", port: Self.ports[id] ?? 0, build: "8.1.0.3"))
        }
        if number > 0, self.state.needsPeers == look.peers.isEmpty { self.otherPeers.append(number) }
        if !look.peers.isEmpty {
            for (id, peers) in look.peers { self.state.received(peers: peers, of: id) }
            self.state.endPeers()
            let removed = self.state.removeDeparted().map(\.id)
            if !removed.isEmpty { self.removed[number] = removed }
        }
        let (wanted, read) = (self.state.needingReplicas.map(\.id), look.maps.map(\.node).sorted())
        if wanted != read { self.otherMaps[number] = [wanted, read] }
        for map in look.maps { self.state.received(replicas: map.reports, generation: map.generation, of: map.node) }
    }
}
