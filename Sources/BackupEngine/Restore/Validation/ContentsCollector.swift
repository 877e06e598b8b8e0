import Synchronization

/// Takes what all pieces of all files hold.
final class ContentsCollector: Sendable {
    /// The most sets that are told apart; 32 namespaces with 4095 each, which is all that a cluster can have, are fewer.
    static let mostSets = 200_000

    private let found = Mutex(BackupContents())

    /// What was found so far.
    var contents: BackupContents { self.found.withLock { $0 } }

    /// Adds the contents of a piece; called once for each.
    ///
    /// - Throws: `JobError` of code `format` if the backup has more sets than any cluster.
    func add(_ contents: BackupContents, file: String) throws(JobError) {
        let sets = self.found.withLock { found in
            found.merge(contents)
            found.files[ExactName(file), default: 0] += contents.records
            return found.sets.count
        }
        guard sets <= Self.mostSets else {
            throw JobError(
                .format,
                "Backup file \(file) is damaged: up to there the backup has records of more than \(Self.mostSets) sets, "
                    + "which no cluster can have"
            )
        }
    }
}
