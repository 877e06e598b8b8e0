/// The nodes of a cluster and their partitions, as the regular looks at them tell (`Spec/wire-protocol.md` §13).
///
/// One look goes: `beginTick`; `refreshed` or `failed` for each member; if `needsPeers`, `received(peers:of:)` for each
/// that answered and `join` for each of `newcomers`, until there are none, then `endPeers` and `removeDeparted`; then
/// `received(replicas:generation:of:)` for each of `needingReplicas`.
struct ClusterState: Sendable {
    /// What is known of one node.
    struct Member: Sendable {
        var node: Node
        /// Consecutive looks without an answer.
        var failures = 0
        /// Whether this look was answered.
        var hasAnswered = false
        /// Whether the server at the address is another node now.
        var isReplaced = false
        /// The generation of the peers that all could be reached; `nil` before.
        var peersGeneration: UInt32?
        /// The generation of the peers the node told last.
        var announcedPeersGeneration: UInt32?
        /// The peers the node listed last.
        var peers: [PeersList.Peer] = []
        /// The generation of the partition map that was read last; `nil` before, and to force reading.
        var partitionGeneration: Int?
        /// The generation of the partition map the node told last.
        var announcedPartitionGeneration: Int?

        /// Whether the node itself answers at an address.
        func isHeard(at address: String) -> Bool {
            self.hasAnswered && !self.isReplaced && self.node.numericAddress == address
        }
    }

    /// More namespaces than a cluster can have (32); names that a server invents are not kept without end.
    private static let maximumNamespaces = 256
    /// Twice the nodes that a cluster can have (256), for those that have left may still be here; nodes that a server invents
    /// are not joined without end.
    static let maximumMembers = 512

    private(set) var members: [String: Member] = [:]
    private(set) var tables: [String: PartitionTable] = [:]

    /// The nodes, by id.
    var nodes: [Node] { self.members.values.map(\.node).sorted { $0.id < $1.id } }

    /// The ids of the nodes and of all peers that they list, joined or not.
    var listedIDs: Set<String> {
        self.members.values.reduce(into: Set(self.members.keys)) { ids, member in
            ids.formUnion(member.peers.map(\.id))
        }
    }

    /// A look begins.
    mutating func beginTick() {
        for id in self.members.keys { self.members[id]?.hasAnswered = false }
    }

    /// A node answered.
    mutating func refreshed(_ id: String, _ report: NodeReport) {
        self.members[id]?.hasAnswered = true
        self.members[id]?.isReplaced = report.id != id
        if self.members[id]?.failures ?? 0 > 0 { self.members[id]?.partitionGeneration = nil }
        self.members[id]?.failures = 0
        self.members[id]?.announcedPeersGeneration = report.peersGeneration
        self.members[id]?.announcedPartitionGeneration = report.partitionGeneration
    }

    /// A node did not answer.
    mutating func failed(_ id: String) { self.members[id]?.failures += 1 }

    /// Whether a node did not answer the last time either.
    func hasFailedBefore(_ id: String) -> Bool { self.members[id]?.failures ?? 0 > 0 }

    /// Whether the lists of peers are to be read: one has changed, or a node did not answer.
    var needsPeers: Bool {
        self.members.values.contains { member in
            member.failures > 0 || member.isReplaced || member.announcedPeersGeneration != member.peersGeneration
        }
    }

    /// Whether a node failed a moment ago, so that the others are about to take over (`Spec/wire-protocol.md` §21.3).
    var isUnsettled: Bool { self.members.values.contains { (1...12).contains($0.failures) } }

    /// The nodes that answered in this look.
    var answering: [Node] { self.members.values.filter(\.hasAnswered).map(\.node).sorted { $0.id < $1.id } }

    /// A node listed its peers.
    mutating func received(peers list: PeersList, of id: String) {
        self.members[id]?.peers = list.peers
        self.members[id]?.announcedPeersGeneration = list.generation
    }

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
        return self.room > 0
            ? nil : "there are \(Self.maximumMembers) nodes already, twice as many as a cluster can have"
    }

    /// A node joins, having answered who it is, if nothing stands against it. One that is known already stays as it is.
    mutating func join(_ node: Node) {
        guard self.members[node.id] == nil, self.obstacle(to: node) == nil else { return }
        self.members[node.id] = Member(node: node, hasAnswered: true)
    }

    /// The lists of peers were worked through: generations are taken over where every peer listed is a member now.
    mutating func endPeers() {
        for (id, member) in self.members where member.hasAnswered {
            guard member.peers.allSatisfy({ self.members[$0.id] != nil }) else { continue }
            self.members[id]?.peersGeneration = member.announcedPeersGeneration
        }
    }

    /// Removes the nodes that have left.
    ///
    /// - Returns: The nodes removed.
    mutating func removeDeparted() -> [Node] {
        let answering = self.members.values.filter(\.hasAnswered)
        let listed = Set(answering.flatMap { $0.peers.map(\.id) })
        let moved = Set(self.members.values.filter(self.hasMoved).map(\.node.id))
        let departed = self.members.values.filter { member in
            if member.isReplaced || moved.contains(member.node.id) { return true }
            if answering.isEmpty { return member.failures >= 5 }
            guard self.members.count > 1, !listed.contains(member.node.id) else { return false }
            return !member.hasAnswered || !self.ownsPartitions(member.node.id)
        }
        let removed = departed.map(\.node)
        // Whoever is at another address now is looked for among the peers again.
        if !moved.isEmpty { for id in self.members.keys { self.members[id]?.peersGeneration = nil } }
        for node in removed {
            self.members[node.id] = nil
            for namespace in self.tables.keys { self.tables[namespace]?.remove(node.id) }
        }
        return removed
    }

    /// Whether a node that does not answer is listed by others at other addresses: it was started again elsewhere.
    private func hasMoved(_ member: Member) -> Bool {
        guard !member.hasAnswered else { return false }
        let listings = self.members.values.filter(\.hasAnswered).flatMap(\.peers).filter { $0.id == member.node.id }
        let addresses = listings.flatMap(\.addresses)
        return !addresses.isEmpty && !addresses.contains { $0 == member.node.endpoint }
    }

    private func ownsPartitions(_ id: String) -> Bool { self.tables.values.contains { $0.owns(id) } }

    /// The nodes whose partition map is to be read.
    ///
    /// A node without peers is left out if others answered: it has been cut off and claims everything for itself.
    var needingReplicas: [Node] {
        let answering = self.members.values.filter(\.hasAnswered)
        let changed = answering.filter { member in
            let isRead = member.partitionGeneration.map { $0 == member.announcedPartitionGeneration } ?? false
            guard !isRead else { return false }
            return answering.count <= 1 || !member.peers.isEmpty
        }
        return changed.map(\.node).sorted { $0.id < $1.id }
    }

    /// A node told its partitions. Nodes that lost some to it are asked again in the next look.
    mutating func received(replicas reports: [ReplicasReport], generation: Int, of id: String) {
        guard self.members[id] != nil else { return }
        self.members[id]?.partitionGeneration = generation
        for report in reports where self.tables[report.namespace] != nil || self.tables.count < Self.maximumNamespaces {
            let losers = self.tables[report.namespace, default: PartitionTable()].apply(report, of: id)
            for loser in losers { self.members[loser]?.partitionGeneration = nil }
        }
    }
}
