import AerospikeLocalServer
import BackupEngine
import BackupStorage

/// How a scenario backs up.
struct BackupChoices: Sendable, CustomStringConvertible {
    let isDirectory: Bool
    let container: FileContainer
    let parallel: Int
    let fileLimit: Int
    let isCompact: Bool
    /// The limit of records; 0 for none.
    let maximumRecords: Int
    let maximumRetries: Int

    /// Chooses.
    init(records: Int, using random: inout SeededGenerator) {
        self.isDirectory = Bool.random(using: &random)
        self.container = FileContainer(
            compression: Bool.random(using: &random) ? .standard : nil,
            encryption: Int.random(in: 0..<3, using: &random) == 0
                ? EncryptionKey(mode: Bool.random(using: &random) ? .aes128 : .aes256, secret: [1, 2, 3]) : nil
        )
        self.parallel = Int.random(in: 1...6, using: &random)
        self.fileLimit = Bool.random(using: &random) ? 1 << 20 : 250 << 20
        self.isCompact = Bool.random(using: &random)
        let isLimited = Int.random(in: 0..<6, using: &random) == 0
        self.maximumRecords = isLimited ? Int.random(in: 1...(records + 10), using: &random) : 0
        self.maximumRetries = Int.random(in: 0...5, using: &random)
    }

    /// The plan of a backup.
    ///
    /// - Parameter directory: Holds everything that is written.
    func plan(in directory: String) -> BackupPlan {
        var plan = BackupPlan(
            namespace: "test",
            destination: self.isDirectory
                ? .directory(path: "\(directory)/backup", prefix: "test") : .file(path: "\(directory)/backup.asb")
        )
        plan.container = self.container
        plan.parallel = self.parallel
        plan.fileLimit = self.fileLimit
        plan.isCompact = self.isCompact
        plan.maximumRecords = self.maximumRecords
        plan.maximumRetries = self.maximumRetries
        plan.sleepBetweenRetries = 10
        plan.stateDestination = "\(directory)/state"
        return plan
    }

    /// Where a restore finds the backup.
    func source(in directory: String) -> RestorePlan.Source {
        self.isDirectory ? .directory(path: "\(directory)/backup") : .file(path: "\(directory)/backup.asb")
    }

    /// The choices in words.
    var description: String {
        """
        to \(self.isDirectory ? "directory" : "file")\(self.container.compression == nil ? "" : " zstd")\
        \(self.container.encryption.map { " \($0.mode.rawValue)" } ?? "") parallel \(self.parallel) \
        limit \(self.maximumRecords) retries \(self.maximumRetries)
        """
    }
}
