import BackupStorage

/// Tells whether what a backup writes to is still where it was made. Who renames or replaces it, or has a link lead elsewhere,
/// makes the paths of this backup those of somebody else's files (`Spec/reliability.md` §1).
struct BackupPlace: Sendable {
    private let plan: BackupPlan
    /// Knows what the path of the directory or the file led to when the backup began; `nil` for devices and pipes.
    private let lock: DestinationLock?

    /// Names the place of a plan's backup.
    ///
    /// - Parameter lock: Keeps others from the files; `nil` for none.
    init(_ plan: BackupPlan, lock: DestinationLock?) {
        self.plan = plan
        self.lock = lock
    }

    /// Checks that the directory, or the one file, is the one that the backup began with.
    ///
    /// - Throws: `StorageError` that says that it is another one.
    func check() throws(StorageError) {
        guard let lock, !lock.isInPlace else { return }
        let kind = if case .directory = self.plan.destination { "Directory" } else { "Backup file" }
        throw StorageError(
            .damaged,
            "\(kind) \(lock.path) is not the one that was written to: somebody else removed or replaced it"
        )
    }

    /// Checks that a file of the backup is the one that was written, and as long.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - birth: When it was made; `nil` if that is not known.
    ///   - isClosed: Whether it may not be longer either.
    /// - Throws: `StorageError` that names the file.
    func check(_ file: BackupState.File, birth: FileBirth?, isClosed: Bool) throws(StorageError) {
        // Of what has no path nobody can tell, nor of devices and pipes.
        if case .file = self.plan.destination, self.lock == nil { return }
        guard let path = self.plan.path(ofFile: file.name) else { return }
        if let length = try? ContinuedFile.length(path: path), Self.isBirth(birth, ofFileAt: path),
            isClosed ? length == file.length : length >= file.length
        {
            return
        }
        throw StorageError(
            .damaged,
            "Backup file \(path) is not the \(file.length) bytes that were written: somebody else removed or replaced it"
        )
    }

    /// Takes a file of the backup back to a length that it had; one of no bytes is removed.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - birth: When the file was made; `nil` if that is not known.
    ///   - length: The length.
    /// - Throws: `StorageError` if that fails, or another file has the path.
    func cut(_ path: String, birth: FileBirth?, to length: UInt64) throws(StorageError) {
        try self.check()
        // Devices and pipes are nobody's to be removed.
        _ = try ContinuedFile.length(path: path)
        guard Self.isBirth(birth, ofFileAt: path) else {
            throw StorageError(.damaged, "Backup file \(path) is another one: somebody else replaced it")
        }
        try ContinuedFile.cut(path: path, to: length)
    }

    /// Whether nothing tells that the file of a path was made at another time.
    private static func isBirth(_ birth: FileBirth?, ofFileAt path: String) -> Bool {
        guard let birth, let found = FileBirth(path: path) else { return true }
        return found == birth
    }
}
