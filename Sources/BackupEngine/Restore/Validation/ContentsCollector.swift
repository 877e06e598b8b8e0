import Synchronization

/// Takes what all pieces of all files hold.
final class ContentsCollector: Sendable {
    private let found = Mutex(BackupContents())

    /// What was found so far.
    var contents: BackupContents { self.found.withLock { $0 } }

    /// Adds the contents of a piece; called once for each.
    func add(_ contents: BackupContents, file: String) {
        self.found.withLock { found in
            found.merge(contents)
            found.files[file, default: 0] += contents.records
        }
    }
}
