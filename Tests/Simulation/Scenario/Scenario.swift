import AerospikeLocalServer

/// What a seed stands for: a cluster, its data, what a tool is asked to do, and what goes wrong.
struct Scenario: Sendable {
    /// Which tool runs under faults.
    enum Tool: String, Sendable {
        case backup
        case restore
    }

    let seed: UInt64
    let tool: Tool
    /// The number of nodes.
    let nodes: Int
    /// The number of copies of each record.
    let replication: Int
    let data: DataProfile
    let backup: BackupChoices
    let restore: RestoreChoices
    let faults: FaultPlan
    /// What befalls the cluster, in order, each at a point at which an answer is held.
    let blows: [ClusterBlow]
    let twist: Twist

    /// The scenario of a seed, always the same.
    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        let tool = Bool.random(using: &random) ? Tool.backup : .restore
        self.tool = tool
        let nodes = Int.random(in: 1...4, using: &random)
        self.nodes = nodes
        self.replication = Int.random(in: 1...min(3, nodes), using: &random)
        self.data = Self.data(using: &random)
        self.backup = BackupChoices(records: self.data.records, using: &random)
        self.restore = RestoreChoices(using: &random)
        let count = Int.random(in: 0...6, using: &random)
        let reach = Int.random(in: 1...30, using: &random)
        var plan = FaultPlan.seeded(random.next(), faults: count, nodes: nodes, reach: reach)
        let blows =
            Int.random(in: 0..<3, using: &random) == 0
            ? ClusterBlow.some(nodes: nodes, replication: self.replication, using: &random) : []
        // Drawn apart, so that numbers go on to stand for the clusters, data and faults that they stood for before.
        var others = SeededGenerator(seed: ~seed)
        self.twist = Twist.some(tool: tool, nodes: nodes, records: self.data.records, using: &others)
        self.blows = self.twist.excludesBlows ? [] : blows
        self.twist.adapt(&plan, tool: tool)
        for blow in self.blows { plan.rules.insert(blow.point.rule(tool: tool), at: 0) }
        self.faults = plan
    }

    private static func data(using random: inout SeededGenerator) -> DataProfile {
        // Most scenarios are small, so that many can be run; some fill more than one buffer of each stage.
        let isLarge = Int.random(in: 0..<8, using: &random) == 0
        return DataProfile(
            seed: random.next(),
            records: isLarge ? Int.random(in: 1000...4000, using: &random) : Int.random(in: 0...500, using: &random),
            maximumBins: Int.random(in: 1...5, using: &random),
            maximumValue: isLarge ? 1500 : Int.random(in: 0...300, using: &random),
            sets: Int.random(in: 1...4, using: &random)
        )
    }
}

extension Scenario: CustomStringConvertible {
    /// One line about everything.
    var description: String {
        """
        \(self.tool.rawValue), \(self.nodes) node(s), replication \(self.replication), \(self.data.records) records, \
        \(self.tool == .backup ? "\(self.backup)" : "\(self.restore)"), faults: \(self.faults), \
        blows: \(self.blows.map(\.description).joined(separator: ", ")); \(self.twist)
        """
    }
}
