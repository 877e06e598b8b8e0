import AerospikeLocalServer

/// What is special about a scenario, beside its faults and blows.
enum Twist: Sendable {
    case none
    case interruption(Interruption)
    case isolation(Isolation)
    case writes(ConcurrentWrites)
    case policies(PolicyTrial)
    /// Secondary indexes and modules.
    case metadata(MetadataSample)
    /// How many seconds the clock of each node is ahead.
    case skew([Int: Int])

    /// The most seconds that a node's clock is ahead or late.
    static let maximumSkew = 7200

    /// Chooses.
    static func some(
        tool: Scenario.Tool,
        nodes: Int,
        records: Int,
        using random: inout SeededGenerator
    ) -> Twist {
        switch (tool, Int.random(in: 0..<10, using: &random)) {
        case (_, 0), (_, 1): .interruption(Interruption(tool: tool, nodes: nodes, using: &random))
        case (_, 2): .metadata(MetadataSample(using: &random))
        case (_, 3): .skew(Self.skew(nodes: nodes, using: &random))
        case (.backup, 4), (.backup, 5):
            nodes > 1 ? .isolation(Isolation(nodes: nodes, using: &random)) : .none
        case (.backup, 6), (.backup, 7): .writes(ConcurrentWrites(records: records, using: &random))
        case (.restore, 4), (.restore, 5), (.restore, 6), (.restore, 7):
            .policies(PolicyTrial(records: records, using: &random))
        default: .none
        }
    }

    private static func skew(nodes: Int, using random: inout SeededGenerator) -> [Int: Int] {
        var skew: [Int: Int] = [:]
        for node in 1...nodes { skew[node] = Int.random(in: -Self.maximumSkew...Self.maximumSkew, using: &random) }
        return skew
    }
}

extension Twist {
    /// Whether nothing else is to befall the cluster: what is to be shown could not be told from it, or records would be lost.
    var excludesBlows: Bool {
        switch self {
        case .interruption, .isolation: true
        case .none, .writes, .policies, .metadata, .skew: false
        }
    }

    /// Adds to what goes wrong what the twist needs, and takes away what would hide it.
    func adapt(_ faults: inout FaultPlan, tool: Scenario.Tool) {
        switch self {
        case .interruption(let interruption):
            // Nothing but the interruption is to end the run.
            if interruption.cancels { faults.rules = [] }
            faults.rules.insert(interruption.point.rule(tool: tool), at: 0)
        case .isolation(let isolation):
            guard !isolation.isEarly else { break }
            // A frozen node holds answers too, before the backup has begun.
            faults.rules.removeAll { if case .freeze = $0.fault { true } else { false } }
            faults.rules.insert(isolation.point.rule(tool: tool), at: 0)
        case .skew(let seconds):
            for (node, ahead) in seconds { faults.clockSkew[node] = ahead }
        case .none, .writes, .policies, .metadata: break
        }
    }
}

extension Twist: CustomStringConvertible {
    /// The twist in words.
    var description: String {
        switch self {
        case .none: "nothing else"
        case .interruption(let interruption): "\(interruption)"
        case .isolation(let isolation): "\(isolation)"
        case .writes(let writes): "\(writes)"
        case .policies(let trial): "\(trial)"
        case .metadata(let sample): "\(sample)"
        case .skew(let seconds): "clocks ahead by \(seconds.sorted { $0.key < $1.key }.map(\.value))"
        }
    }
}
