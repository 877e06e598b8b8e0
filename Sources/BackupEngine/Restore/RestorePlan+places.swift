import BackupStorage

extension RestorePlan {
    /// Checks that what the restore writes does not count as a part of the backup that it reads, neither when it goes on nor
    /// another time (`Spec/restore-journal.md`).
    ///
    /// - Throws: `JobError` that says what would be right.
    package func checkPlaces() throws(JobError) {
        let journal: String? =
            switch self.journal {
            case .whenInterrupted: nil
            case .file(let path), .resume(let path): path
            }
        for (name, path) in [("journal", journal), ("file of refused records", self.rejectedPath)] {
            guard let path, self.isOfBackup(path) else { continue }
            throw JobError(
                .input,
                "Invalid \(name) \(path): it would count as a part of the backup; name one in another directory"
            )
        }
    }

    /// Whether a restore of the same source would take a file for one of the backup's.
    private func isOfBackup(_ path: String) -> Bool {
        let name = BackupDirectory.name(of: path)
        let isManifest = BackupDirectory.isManifest(name)
        guard isManifest || BackupDirectory.isBackupFile(name) else { return false }
        let directory = BackupDirectory(holding: path).path
        return switch self.source {
        case .directory(let path): PathComparison.isSame(directory, path)
        case .directories(let paths): paths.contains { PathComparison.isSame(directory, $0) }
        case .file(let path): isManifest && PathComparison.isSame(directory, BackupDirectory(holding: path).path)
        case .standardInput: false
        }
    }
}
