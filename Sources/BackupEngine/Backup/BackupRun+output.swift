import BackupStorage
import Logging

extension BackupRun {
    /// Creates what is written to, or opens it behind what earlier runs wrote.
    ///
    /// - Parameter base: What earlier runs did.
    func prepareOutput(_ base: BackupState) async throws -> BackupOutput {
        let key = self.plan.container.encryption
        switch self.plan.destination {
        case .directory(let path, _):
            let lock = try self.prepareDirectory(BackupDirectory(path: path))
            return BackupOutput(plan: self.plan, shared: nil, base: base, lock: lock)
        case .file(let path):
            try self.recovery.prepare()
            let (file, lock) = try await self.openFile(path)
            return BackupOutput(plan: self.plan, shared: file, base: base, lock: lock)
        case .standardOutput:
            try self.recovery.prepare()
            return BackupOutput(plan: self.plan, shared: try self.openStandardOutput(key), base: base)
        case .nowhere: return BackupOutput(plan: self.plan, shared: CountingOutput(), base: base)
        }
    }

    /// - Returns: The file, and what keeps others from writing to it; `nil` for devices and pipes.
    private func openFile(_ path: String) async throws -> (DescriptorOutput, DestinationLock?) {
        let key = self.plan.container.encryption
        guard let file = self.continued?.state.files.first else {
            let replaces = self.plan.removesExistingFiles
            let output = try await SingleFile.create(path: path, replacing: replaces, encryption: key)
            do {
                // Not before: a file that must not be replaced may be the one that the state vouches for.
                if self.continued == nil { try self.recovery.forgetEarlier() }
                return (output, try DestinationLock(of: output))
            } catch {
                // The next run would be refused because of it.
                output.discard()
                throw error
            }
        }
        let lock = try DestinationLock(file: path)
        self.report(try self.stillContinued().excess)
        return (try ContinuedFile.open(path: path, length: file.length, encryption: key), lock)
    }

    /// Checks, once nobody else can go on with it any longer, that the backup is still the one that was interrupted.
    ///
    /// - Throws: `JobError` if somebody has gone on with it since its state was read.
    private func stillContinued() throws(JobError) -> ContinuedBackup {
        guard let continued, let now = try ContinuedBackup.load(for: self.plan), now.state == continued.state else {
            throw JobError(
                .storage,
                "The backup state file \(self.plan.continuedState ?? "") has changed since it was read: another run went on with it"
            )
        }
        return now
    }

    private func openStandardOutput(_ key: EncryptionKey?) throws(StorageError) -> DescriptorOutput {
        guard let state = self.continued?.state, case .standardOutput(let start) = state.destination else {
            return DescriptorOutput.standardOutput(encryption: key)
        }
        self.logger.info("What is written now belongs behind the first \(state.bytes) byte(s) of the earlier output")
        return try ContinuedFile.standardOutput(length: state.bytes, start: start, encryption: key)
    }

    /// - Returns: What keeps others from removing the files or going on with them. New ones of another prefix may be made
    ///   beside those of a backup that is begun.
    private func prepareDirectory(_ directory: BackupDirectory) throws -> DestinationLock {
        if self.plan.hasStateElsewhere { try self.recovery.prepare() }
        if try directory.createIfMissing() {
            self.logger.info("Directory \(directory.path) does not exist, creating")
        }
        let lock = try DestinationLock(directory: directory.path, self.continued == nil ? .shared : .exclusive)
        if self.continued != nil {
            let continued = try self.stillContinued()
            try continued.cutExcess(in: directory)
            self.report(continued.excess)
        } else {
            // Manifests go last: what is left behind if the removal ends early is then not taken for a whole backup.
            let existing = try directory.backupFiles() + directory.manifests()
            guard existing.isEmpty || self.plan.removesExistingFiles else {
                throw StorageError(
                    .occupied,
                    "Directory \(directory.path) seems to contain an existing backup; use -r to clear directory"
                )
            }
            if !existing.isEmpty { try lock.change(to: .exclusive) }
            try self.recovery.forgetEarlier()
            try directory.remove(existing)
            try lock.change(to: .shared)
        }
        if !self.plan.hasStateElsewhere { try self.recovery.prepare() }
        self.logger.info("Directory \(directory.path) prepared for backup")
        return lock
    }

    /// Says which files are cut. Only bytes that no state vouches for follow in them.
    private func report(_ excess: [ContinuedBackup.Excess]) {
        for file in excess {
            self.logger.info(
                "File \(file.name) has \(file.found) bytes, the backup state file knows of \(file.recorded): cut to these"
            )
        }
    }
}
