import AerospikeProtocol

/// What is true of a cluster in one process, and what each node thinks of it, without sockets, clocks and records.
///
/// A node's life changes it by `start`, `stop`, `setFrozen` and `setIsland`; nobody notices before `noticeChanges`, and
/// nothing is done about it before `rebalance`. Migrations are worked off step by step (`Spec/wire-protocol.md` §21).
struct ClusterModel: Sendable {
    /// A node.
    struct Member: Sendable {
        let candidate: NodeRank.Candidate
        var identity: NodeIdentity
        var isRunning = false
        var isFrozen = false
        /// Nodes with the same number hear each other.
        var island = 0
        /// The key of the formation it belongs to; `nil` before the first.
        var formation: String?
        /// What it tells.
        var view: ClusterView
        /// Whether it has not taken in its formation yet.
        var isBehind = false
    }

    let replicationFactor: Int
    /// The nodes by number.
    var members: [Int: Member] = [:]
    /// Who has what of each partition.
    var holders = [PartitionHolders](repeating: PartitionHolders(), count: PartitionID.count)
    /// The formations that nodes belong to, by key.
    var formations: [String: Formation] = [:]
    private let racks: [String: Int]
    private var keys: UInt64 = 0

    /// Creates a cluster of nodes that are not running.
    ///
    /// - Parameters:
    ///   - nodes: The nodes, numbered from 1.
    ///   - racks: Their racks; empty for none.
    ///   - replicationFactor: The number of copies of each record.
    init(nodes: [NodeIdentity], racks: [Int], replicationFactor: Int) {
        self.replicationFactor = replicationFactor
        self.racks = racks.isEmpty ? [:] : Dictionary(zip(nodes.map(\.id), racks)) { first, _ in first }
        for (index, node) in nodes.enumerated() {
            let candidate = NodeRank.Candidate(number: index + 1, id: node.id, rack: self.racks[node.id] ?? 0)
            self.members[index + 1] = Member(candidate: candidate, identity: node, view: ClusterView(joining: node))
        }
    }

    /// The nodes' numbers.
    var numbers: [Int] { self.members.keys.sorted() }

    /// Whether a node runs and is not frozen.
    func isAwake(_ number: Int) -> Bool {
        self.members[number].map { $0.isRunning && !$0.isFrozen } ?? false
    }

    /// A node starts: empty, and in no cluster.
    mutating func start(_ number: Int, port: Int) {
        guard var member = self.members[number] else { return }
        member.identity.port = port
        member.isRunning = true
        member.isFrozen = false
        member.formation = nil
        member.isBehind = false
        member.view = ClusterView(joining: member.identity)
        member.view.racks = self.racks
        self.members[number] = member
        for index in self.holders.indices { self.holders[index].remove(number) }
    }

    /// A node is gone, and what it had with it.
    mutating func stop(_ number: Int) { self.members[number]?.isRunning = false }

    /// A node stops answering, or goes on.
    mutating func setFrozen(_ isFrozen: Bool, _ number: Int) { self.members[number]?.isFrozen = isFrozen }

    /// A node hears only the nodes with the same island from now on.
    mutating func setIsland(_ island: Int, _ number: Int) { self.members[number]?.island = island }

    /// The awake nodes that hear each other, group by group.
    var groups: [[Int]] {
        let awake = self.numbers.filter { self.isAwake($0) }
        let islands = Set(awake.compactMap { self.members[$0]?.island }).sorted()
        return islands.map { island in awake.filter { self.members[$0]?.island == island } }
    }

    /// Whether nodes that hear each other are not the cluster they belong to.
    func isOutdated(_ group: [Int]) -> Bool {
        let keys = Set(group.map { self.members[$0]?.formation })
        guard keys.count == 1, let key = keys.first ?? nil else { return true }
        return self.formations[key]?.members != group
    }

    /// Every awake node whose cluster is not what it was becomes unstable; maps and peers stay as they are.
    mutating func noticeChanges() {
        for group in self.groups where self.isOutdated(group) {
            for number in group where self.members[number]?.view.phase == .settled {
                self.members[number]?.view.phase = .unstable
            }
        }
    }

    /// The formations whose nodes all hear each other: only there does anything move.
    var intactFormations: [Formation] {
        self.groups.filter { !self.isOutdated($0) }.compactMap { group in
            group.first.flatMap { self.members[$0]?.formation }.flatMap { self.formations[$0] }
        }
    }

    /// The key of the next formation.
    mutating func nextKey() -> String {
        self.keys += 1
        let bits = (self.keys &* 0x9E37_79B9_7F4A_7C15) & 0xFFFF_FFFF_FFFF
        return String(bits, radix: 16, uppercase: true)
    }

    /// How a partition stands in a formation.
    func layout(of partition: PartitionID, in formation: Formation) -> PartitionLayout {
        PartitionLayout(partition, in: formation, holders: self.holders[partition.index])
    }
}
