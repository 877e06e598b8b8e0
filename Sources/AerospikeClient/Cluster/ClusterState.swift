/// The nodes of a cluster and their partitions, as the regular looks at them tell (`Spec/wire-protocol.md` §13).
///
/// One look goes: `beginTick`; `refreshed` or `failed` for each member; if `needsPeers`, `received(peers:of:)` for each
/// that answered and `join` for each of `newcomers`, until there are none, then `endPeers` and `removeDeparted`; then
/// `received(replicas:generation:of:)` for each of `needingReplicas`.
struct ClusterState: Sendable {
    /// More namespaces than a cluster can have (32); names that a server invents are not kept without end.
    private static let maximumNamespaces = 256
    /// Twice the nodes that a cluster can have (256), for those that have left may still be here; nodes that a server invents
    /// are not joined without end.
    static let maximumMembers = 512

    private(set) var members: [String: Member] = [:]
    private(set) var tables: [String: PartitionTable] = [:]
    /// The ids that were known when the look began.
    private var knownIDs: Set<String> = []
    /// The last node that was lost, and the ids of the cluster; `nil` until all were lost.
    private(set) var lost: (last: Member, ids: Set<String>)?

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
        self.knownIDs = self.listedIDs
        for id in self.members.keys { self.members[id]?.beginLook() }
    }

    /// A node answered.
    ///
    /// Where another node answers, ours is removed at once, and nothing that the other says is heard: an address that was given to a
    /// machine of another cluster leads there. If it belongs to this one the others list it.
    ///
    /// - Parameter host: The numeric address of the host that answered; `nil` if it is not known.
    /// - Returns: Whether it is still this node that answers.
    @discardableResult
    mutating func refreshed(_ id: String, _ report: NodeReport, from host: String? = nil) -> Bool {
        guard report.id == id else {
            if let node = self.members[id]?.node { self.remove([node]) }
            return false
        }
        self.members[id]?.hasAnswered = true
        if let host { self.members[id]?.host = host }
        if self.members[id]?.failures ?? 0 > 0 { self.members[id]?.partitionGeneration = nil }
        self.members[id]?.failures = 0
        self.members[id]?.announcedPeersGeneration = report.peersGeneration
        self.members[id]?.announcedPartitionGeneration = report.partitionGeneration
        return true
    }

    /// A node did not answer.
    mutating func failed(_ id: String) {
        self.members[id]?.failures += 1
        self.members[id]?.isFailing = true
    }

    /// Whether a node left something unanswered in this look already, or in the one before.
    func hasFailedBefore(_ id: String) -> Bool { self.members[id].map { $0.isFailing || $0.wasFailing } ?? false }

    /// Whether the lists of peers are to be read: one has changed, or a node did not answer.
    var needsPeers: Bool {
        self.members.values.contains { member in
            member.failures > 0 || member.announcedPeersGeneration != member.peersGeneration
        }
    }

    /// Whether a node failed a moment ago, so that the others are about to take over (`Spec/wire-protocol.md` §21.3).
    var isUnsettled: Bool { self.members.values.contains { (1...12).contains($0.failures) } }

    /// Whether the list of peers of a node was never read, or its partitions, so that another look may tell more.
    ///
    /// The map of a node without peers is not wanted where there are others (`needingReplicas`).
    var isIncomplete: Bool {
        self.members.values.contains { member in
            if member.listGeneration == nil { return true }
            return !member.hasMap && (self.members.count == 1 || !member.peers.isEmpty)
        }
    }

    /// The nodes that answered in this look.
    var answering: [Node] { self.members.values.filter(\.hasAnswered).map(\.node).sorted { $0.id < $1.id } }

    /// A node listed its peers.
    mutating func received(peers list: PeersList, of id: String) {
        self.members[id]?.peers = list.peers
        self.members[id]?.listGeneration = list.generation
        self.members[id]?.announcedPeersGeneration = list.generation
    }

    /// A node that was never known belongs to the cluster that was lost if it lists one of its nodes: it was started again with another id,
    /// or has joined meanwhile.
    mutating func recognise(_ node: Node, by peers: [PeersList.Peer]) {
        guard let lost, peers.contains(where: { lost.ids.contains($0.id) }) else { return }
        self.lost?.ids.insert(node.id)
    }

    /// A node joins, having answered who it is, if nothing stands against it. One that is known already stays as it is.
    mutating func join(_ node: Node) {
        guard self.members[node.id] == nil, self.obstacle(to: node) == nil else { return }
        self.members[node.id] = Member(node: node, hasAnswered: true)
    }

    /// The lists of peers were worked through: generations are taken over where every peer listed is a member now. That of a list that could
    /// not be read is not, so that it is asked for again.
    mutating func endPeers() {
        for (id, member) in self.members where member.hasAnswered {
            guard member.peers.allSatisfy({ self.members[$0.id] != nil }) else { continue }
            self.members[id]?.peersGeneration = member.listGeneration
        }
    }

    /// Removes the nodes that have left.
    ///
    /// - Returns: The nodes removed.
    mutating func removeDeparted() -> [Node] {
        let answering = self.members.values.filter(\.hasAnswered)
        let listed = Set(answering.flatMap { $0.peers.map(\.id) })
        // A list that was never read may name whoever the others do not.
        let areListsKnown = answering.allSatisfy { $0.listGeneration != nil }
        let departed = self.members.values.filter { member in
            if self.hasMoved(member) { return true }
            if answering.isEmpty { return member.failures >= 5 }
            guard areListsKnown, self.members.count > 1, !listed.contains(member.node.id) else { return false }
            return !member.hasAnswered || !self.ownsPartitions(member.node.id)
        }
        let removed = departed.map(\.node)
        self.remove(removed)
        return removed
    }

    /// Removes nodes and what they own. One that others still list is looked for among the peers again, for it may be at another address now.
    private mutating func remove(_ nodes: [Node]) {
        if let last = nodes.last.flatMap({ self.members[$0.id] }), nodes.count == self.members.count {
            // Whoever came back first may have gone again without a word of the others.
            let before = self.lost.map { $0.ids.count > 1 ? $0.ids : [] } ?? []
            self.lost = (last, before.union(self.knownIDs).union(self.listedIDs))
        }
        let ids = Set(nodes.map(\.id))
        for id in ids {
            self.members[id] = nil
            for namespace in self.tables.keys { self.tables[namespace]?.remove(id) }
        }
        for (id, member) in self.members where member.peers.contains(where: { ids.contains($0.id) }) {
            self.members[id]?.peersGeneration = nil
        }
    }

    /// Whether a node that does not answer is listed by others at other addresses: it was started again elsewhere.
    private func hasMoved(_ member: Member) -> Bool {
        guard !member.hasAnswered else { return false }
        let listings = self.members.values.filter(\.hasAnswered).flatMap(\.peers).filter { $0.id == member.node.id }
        let addresses = listings.flatMap(\.addresses)
        return !addresses.isEmpty && !addresses.contains(where: member.isReached)
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
        self.members[id]?.hasMap = true
        for report in reports where self.tables[report.namespace] != nil || self.tables.count < Self.maximumNamespaces {
            let losers = self.tables[report.namespace, default: PartitionTable()].apply(report, of: id)
            for loser in losers { self.members[loser]?.partitionGeneration = nil }
        }
    }
}
