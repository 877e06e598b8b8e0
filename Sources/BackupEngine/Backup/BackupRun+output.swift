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
            try self.prepareDirectory(BackupDirectory(path: path))
            return BackupOutput(plan: self.plan, shared: nil, base: base)
        case .file(let path):
            try self.recovery.prepare()
            return BackupOutput(plan: self.plan, shared: try await self.openFile(path), base: base)
        case .standardOutput:
            try self.recovery.prepare()
            return BackupOutput(plan: self.plan, shared: try self.openStandardOutput(key), base: base)
        case .nowhere: return BackupOutput(plan: self.plan, shared: CountingOutput(), base: base)
        }
    }

    private func openFile(_ path: String) async throws -> DescriptorOutput {
        let key = self.plan.container.encryption
        guard let file = self.continued?.state.files.first else {
            let replaces = self.plan.removesExistingFiles
            let output = try await SingleFile.create(path: path, replacing: replaces, encryption: key)
            // Not before: a file that must not be replaced may be the one that the state vouches for.
            if self.continued == nil { try self.recovery.forgetEarlier() }
            return output
        }
        self.reportExcess()
        return try ContinuedFile.open(path: path, length: file.length, encryption: key)
    }

    private func openStandardOutput(_ key: EncryptionKey?) throws(StorageError) -> DescriptorOutput {
        guard let state = self.continued?.state, case .standardOutput(let start) = state.destination else {
            return DescriptorOutput.standardOutput(encryption: key)
        }
        self.logger.info("What is written now belongs behind the first \(state.bytes) byte(s) of the earlier output")
        return try ContinuedFile.standardOutput(length: state.bytes, start: start, encryption: key)
    }

    private func prepareDirectory(_ directory: BackupDirectory) throws {
        if self.plan.hasStateElsewhere { try self.recovery.prepare() }
        if try directory.createIfMissing() {
            self.logger.info("Directory \(directory.path) does not exist, creating")
        }
        if let continued {
            try continued.cutExcess(in: directory)
            self.reportExcess()
        } else {
            // Manifests go last: what is left behind if the removal ends early is then not taken for a whole backup.
            let existing = try directory.backupFiles() + directory.manifests()
            guard existing.isEmpty || self.plan.removesExistingFiles else {
                throw StorageError(
                    .occupied,
                    "Directory \(directory.path) seems to contain an existing backup; use -r to clear directory"
                )
            }
            try self.recovery.forgetEarlier()
            try directory.remove(existing)
        }
        if !self.plan.hasStateElsewhere { try self.recovery.prepare() }
        self.logger.info("Directory \(directory.path) prepared for backup")
    }

    /// Says which files are cut. Only bytes that no state vouches for follow in them.
    private func reportExcess() {
        for file in self.continued?.excess ?? [] {
            self.logger.info(
                "File \(file.name) has \(file.found) bytes, the backup state file knows of \(file.recorded): cut to these"
            )
        }
    }
}
