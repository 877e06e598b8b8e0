import Glibc

/// Removes a backup (`Spec/semantics.md` §A1).
package enum BackupArtifacts {
    /// Removes all backup files of a directory, and the directory if nothing else is in it.
    ///
    /// - Returns: Why the directory stays although the backup in it is removed: it may be a link, somewhere to mount a file
    ///   system, or in one that is not ours. `nil` if it is removed, or something else is in it.
    /// - Throws: `StorageError` if the directory is missing, a file cannot be removed, or a backup is writing there.
    @discardableResult
    package static func remove(directory path: String) throws(StorageError) -> StorageError? {
        let directory = BackupDirectory(path: path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StorageError("Error while opening local directory \(path) for deleting", number: errno)
        }
        let lock = try DestinationLock(directory: path, .exclusive)
        defer { withExtendedLifetime(lock) {} }
        try directory.remove(try directory.backupFiles() + directory.manifests())
        guard rmdir(path) != 0, errno != ENOTEMPTY, errno != EEXIST else { return nil }
        return StorageError("The backup is removed, but not its directory \(path)", number: errno)
    }

    /// Removes the one file of a backup. Devices, pipes and links are left alone: nothing of a backup is in them, and
    /// others need them.
    ///
    /// - Throws: `StorageError` if it is missing, no regular file, or cannot be removed, or a backup is writing to it.
    package static func remove(file path: String) throws(StorageError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            throw StorageError("Error while deleting local file \(path)", number: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(.invalid, "Output file \(path) is no regular file; only such are deleted")
        }
        let lock = try DestinationLock.forRemoval(file: path)
        defer { withExtendedLifetime(lock) {} }
        guard unlink(path) != 0 else { return }
        throw StorageError("Error while deleting local file \(path)", number: errno)
    }
}
