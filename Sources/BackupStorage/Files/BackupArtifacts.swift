import Glibc

/// Removes a backup (`Spec/semantics.md` §A1).
package enum BackupArtifacts {
    /// Removes all backup files of a directory, and the directory if nothing else is in it.
    ///
    /// - Throws: `StorageError` if the directory is missing or a file cannot be removed.
    package static func remove(directory path: String) throws(StorageError) {
        let directory = BackupDirectory(path: path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StorageError("Error while opening local directory \(path) for deleting", number: errno)
        }
        try directory.remove(try directory.backupFiles() + directory.manifests())
        guard rmdir(path) != 0, errno != ENOTEMPTY, errno != EEXIST else { return }
        throw StorageError("Error while removing directory \(path)", number: errno)
    }

    /// Removes the one file of a backup.
    ///
    /// - Throws: `StorageError` if it is missing or cannot be removed.
    package static func remove(file path: String) throws(StorageError) {
        guard unlink(path) != 0 else { return }
        throw StorageError("Error while deleting local file \(path)", number: errno)
    }
}
