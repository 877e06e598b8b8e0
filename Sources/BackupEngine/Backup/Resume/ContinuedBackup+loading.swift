import BackupStorage

extension ContinuedBackup {
    /// The most bytes of a state file: those of a million files, some 100 each, and 4096 partitions of 40.
    private static let largestState = 128 << 20

    /// Reads the state that a plan continues, and checks everything that can be known without the cluster. Touches
    /// nothing.
    ///
    /// - Returns: `nil` if the plan continues nothing.
    /// - Throws: `JobError` that says what does not fit.
    package static func load(for plan: BackupPlan) throws(JobError) -> ContinuedBackup? {
        guard let path = plan.continuedState else { return nil }
        let state = try BackupState(text: try Self.read(path), path: path)
        try Self.refuseEnded(plan)
        let found = try Self.reporting { () throws(StorageError) in try Self.lengths(of: plan) }
        let backup = try ContinuedBackup(state, plan: plan, found: found)
        try Self.reporting { () throws(StorageError) in try backup.checkContents(plan) }
        return backup
    }

    /// Refuses a directory with a manifest: only a backup that has ended well has one, and whatever went on with it would
    /// write over it.
    private static func refuseEnded(_ plan: BackupPlan) throws(JobError) {
        guard case .directory(let path, _) = plan.destination, BackupDirectory.exists(path) else { return }
        let directory = BackupDirectory(path: path)
        let manifests = try Self.reporting { () throws(StorageError) in try directory.manifests() }
        guard let manifest = manifests.first else { return }
        throw JobError(
            .input,
            "The backup in \(path) has ended, for it has the manifest \(manifest): there is nothing to be continued"
        )
    }

    /// The lengths of the files that are there.
    private static func lengths(of plan: BackupPlan) throws(StorageError) -> [ExactName: UInt64] {
        switch plan.destination {
        case .standardOutput, .nowhere: return [:]
        case .file(let path):
            guard let length = try ContinuedFile.length(path: path) else { return [:] }
            return [ExactName(path): length]
        case .directory(let path, _):
            let directory = BackupDirectory(path: path)
            guard BackupDirectory.exists(path) else { return [:] }
            var lengths: [ExactName: UInt64] = [:]
            for name in try directory.backupFiles() {
                lengths[ExactName(name)] = try ContinuedFile.length(path: directory.path(of: name))
            }
            return lengths
        }
    }

    /// Checks that all files are in the container of the plan and under its key, and that those to be written on hold what
    /// they held when the state was written.
    private func checkContents(_ plan: BackupPlan) throws(StorageError) {
        for file in self.state.files where file.length > 0 {
            guard let path = plan.path(ofFile: file.name) else {
                guard case .standardOutput(let start) = self.state.destination, !start.isEmpty else { continue }
                try ContinuedFile.check(start: start, container: plan.container, path: "[stdout]")
                continue
            }
            try ContinuedFile.check(path: path, container: plan.container)
            guard let ending = file.ending else { continue }
            guard try ContinuedFile.ending(path: path, length: file.length) == ending else {
                throw StorageError(
                    .damaged,
                    """
                    Backup file \(path) does not hold the \(file.length) bytes that the backup state file knows of: the \
                    state is of an earlier backup, or the file was changed
                    """
                )
            }
        }
    }

    private static func read(_ path: String) throws(JobError) -> [UInt8] {
        do throws(StorageError) {
            return try SmallFile.read(path: path, limit: Self.largestState, isRegular: true)
        } catch {
            var cause = error
            if error.number != 0 { cause.message = "Failed to open file \(path) in \"r\" mode" }
            throw JobError(.storage, "Failed to load backup state file \(path): \(cause)")
        }
    }

    private static func reporting<Result>(_ body: () throws(StorageError) -> Result) throws(JobError) -> Result {
        do throws(StorageError) {
            return try body()
        } catch {
            throw JobError(.storage, "\(error)")
        }
    }
}
