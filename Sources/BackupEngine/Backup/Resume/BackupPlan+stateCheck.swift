import BackupStorage

extension BackupPlan {
    /// Refuses a place for the state that belongs to the backup itself: the state would be written in place of records.
    ///
    /// - Throws: `JobError` that names the place.
    package func checkStateFile() throws(JobError) {
        guard self.stateDestination != nil else { return }
        let path = self.stateFile(isDirectory: BackupDirectory.exists)
        switch self.destination {
        case .file(let file):
            guard PathComparison.isSame(path, file) else { return }
        case .directory(let directory, _):
            let name = BackupDirectory.name(of: path)
            guard BackupDirectory.isBackupFile(name) || BackupDirectory.isManifest(name),
                PathComparison.isSame(BackupDirectory(holding: path).path, directory)
            else { return }
        case .standardOutput, .nowhere: return
        }
        throw JobError(
            .input,
            "Invalid state file \(path): it would take the place of the backup's own files; name another with --state-file-dst"
        )
    }
}
