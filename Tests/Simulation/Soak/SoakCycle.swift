import AerospikeLocalServer

/// What a seed stands for in a soak: how one cycle backs up and restores, and what goes wrong meanwhile.
struct SoakCycle: Sendable {
    /// An attempt to back up or restore, and what goes wrong in it.
    struct Attempt: Sendable {
        let faults: FaultPlan
        let blows: [ClusterBlow]

        /// Whether nothing goes wrong.
        var isCalm: Bool { self.faults.rules.isEmpty }
    }

    let seed: UInt64
    let backup: BackupChoices
    let restore: RestoreChoices
    /// What is tried until it succeeds, the last without faults.
    let backupAttempts: [Attempt]
    let restoreAttempts: [Attempt]

    private static let faultyAttempts = 2

    /// The cycle of a seed, always the same.
    ///
    /// - Parameters:
    ///   - seed: Chooses.
    ///   - records: The number of records.
    ///   - nodes: The number of nodes, each of whose records has a copy elsewhere.
    init(seed: UInt64, records: Int, nodes: Int) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        self.backup = BackupChoices(records: records, using: &random)
        self.restore = RestoreChoices(using: &random)
        self.backupAttempts = Self.attempts(.backup, nodes: nodes, using: &random)
        self.restoreAttempts = Self.attempts(.restore, nodes: nodes, using: &random)
    }

    private static func attempts(
        _ tool: Scenario.Tool,
        nodes: Int,
        using random: inout SeededGenerator
    ) -> [Attempt] {
        // One node at most may go, for there is one copy of each record.
        var blows =
            Int.random(in: 0..<3, using: &random) == 0
            ? ClusterBlow.some(nodes: nodes, replication: 2, using: &random) : []
        let faulty = (0..<Self.faultyAttempts).map { _ in
            let count = Int.random(in: 1...6, using: &random)
            let reach = 1 << Int.random(in: 0...8, using: &random)
            var faults = FaultPlan.seeded(random.next(), faults: count, nodes: nodes, reach: reach)
            for blow in blows { faults.rules.insert(blow.point.rule(tool: tool), at: 0) }
            defer { blows = [] }
            return Attempt(faults: faults, blows: blows)
        }
        return faulty + [Attempt(faults: FaultPlan(), blows: [])]
    }
}

extension SoakCycle: CustomStringConvertible {
    /// One line about everything.
    var description: String {
        let attempts = (self.backupAttempts + self.restoreAttempts).map { attempt in
            "\(attempt.faults)\(attempt.blows.map { ", \($0)" }.joined())"
        }
        return "\(self.backup); \(self.restore); faults: \(attempts.joined(separator: " | "))"
    }
}
