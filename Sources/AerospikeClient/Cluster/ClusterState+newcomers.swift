extension ClusterState {
    /// The peers listed by nodes that answered and not known as yet, no more than may join.
    var newcomers: [PeersList.Peer] { Array(self.strangers.prefix(self.room)) }

    /// Whether more peers are listed than may join.
    var isOverfull: Bool { self.strangers.count > self.room }

    private var room: Int { max(0, Self.maximumMembers - self.members.count) }

    private var strangers: [PeersList.Peer] {
        var newcomers: [String: PeersList.Peer] = [:]
        for member in self.members.values where member.hasAnswered {
            for peer in member.peers where self.members[peer.id] == nil { newcomers[peer.id] = peer }
        }
        return newcomers.values.sorted { $0.id < $1.id }
    }

    /// Why a node that has answered cannot join; `nil` if it can.
    ///
    /// No two nodes can answer at one address: a server that says another id to each who asks is one node at most. One that was
    /// started again with another id no longer answers with the first.
    func obstacle(to node: Node) -> String? {
        guard self.members[node.id] == nil else { return nil }
        if let other = self.members.values.first(where: { $0.isHeard(at: node.numericAddress) }) {
            return "node \(other.node.id) answers at its address \(node.address)"
        }
        guard self.mayFollow(node) else { return "it is none of the nodes of the cluster that was lost" }
        return self.room > 0
            ? nil : "there are \(Self.maximumMembers) nodes already, twice as many as a cluster can have"
    }

    /// Whether all can begin again with a node after all were lost: it must have been known, or list one that was (`recognise`), or else
    /// the address at which it answers may have been given to another cluster. What was the only node may have been started again with
    /// another id where it was.
    func mayFollow(_ node: Node) -> Bool {
        guard self.members.isEmpty, let lost = self.lost, !lost.ids.contains(node.id) else { return true }
        let isSamePlace = node.endpoint == lost.last.node.endpoint || node.numericAddress == lost.last.numericAddress
        return lost.ids.count == 1 && isSamePlace
    }
}
