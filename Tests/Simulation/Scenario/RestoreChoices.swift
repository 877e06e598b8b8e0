import AerospikeLocalServer
import BackupEngine

/// How a scenario restores.
struct RestoreChoices: Sendable, CustomStringConvertible {
    let policy: WritePolicy
    /// Whether the target holds other records under some of the keys; only where the policy tells what becomes of them.
    let isPrefilled: Bool
    let parallel: Int
    let batchSize: Int
    let usesBatches: Bool
    let maximumBatches: Int?
    let maximumRetries: Int
    let keepsJournal: Bool

    /// Chooses.
    init(using random: inout SeededGenerator) {
        let existing: [WritePolicy.Existing] = [.merge, .replace, .keep]
        self.policy = WritePolicy(
            existing: existing[Int.random(in: 0..<3, using: &random)],
            checksGeneration: Bool.random(using: &random)
        )
        let isClear = self.policy.existing == .keep || self.policy.existing == .replace && !self.policy.checksGeneration
        self.isPrefilled = isClear && Bool.random(using: &random)
        self.parallel = Int.random(in: 1...8, using: &random)
        self.batchSize = Int.random(in: 1...200, using: &random)
        self.usesBatches = Int.random(in: 0..<4, using: &random) > 0
        self.maximumBatches = Bool.random(using: &random) ? Int.random(in: 1...16, using: &random) : nil
        self.maximumRetries = Int.random(in: 0...5, using: &random)
        self.keepsJournal = Bool.random(using: &random)
    }

    /// The plan of a restore.
    ///
    /// - Parameters:
    ///   - source: Where the backup is.
    ///   - directory: Holds the journal.
    func plan(of source: RestorePlan.Source, in directory: String) -> RestorePlan {
        var plan = RestorePlan(source: source)
        plan.policy = self.policy
        plan.parallel = self.parallel
        plan.batchSize = self.batchSize
        plan.disablesBatchWrites = !self.usesBatches
        plan.maximumBatches = self.maximumBatches
        plan.retries = RetrySchedule(maximumRetries: self.maximumRetries, scale: 2000)
        plan.journal = .file(path: "\(directory)/journal")
        return plan
    }

    /// The choices in words.
    var description: String {
        """
        \(self.policy.existing)\(self.policy.checksGeneration ? "" : " no-generation") \
        \(self.isPrefilled ? "prefilled " : "")parallel \(self.parallel) \
        \(self.usesBatches ? "batches of \(self.batchSize)" : "single writes") retries \(self.maximumRetries)
        """
    }
}
