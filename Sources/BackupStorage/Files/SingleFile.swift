import Glibc

/// The one file of a backup that is not split (`Spec/semantics.md` §A6).
package enum SingleFile {
    /// Opens the file for writing.
    ///
    /// A regular file that exists is never touched unless `replacing` is true, and then only if the path is its own and
    /// not that of a link, such as `/dev/stdout`. Devices and pipes are written to; a pipe is waited for until somebody
    /// reads it.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - replacing: Whether a file that exists is removed.
    ///   - key: Encrypts what is written.
    /// - Throws: `StorageError` if the file exists, or cannot be removed or created, or another backup is writing to it;
    ///   `CancellationError`.
    package static func create(
        path: String,
        replacing: Bool,
        encryption key: EncryptionKey?
    ) async throws -> DescriptorOutput {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return try DescriptorOutput.create(path: path, encryption: key, isLarge: true)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard replacing else {
                throw StorageError(.occupied, "Output file \(path) already exists; use -r to remove")
            }
            try Self.remove(path)
            return try DescriptorOutput.create(path: path, encryption: key, isLarge: true)
        case S_IFDIR:
            throw StorageError(.invalid, "Output file \(path) is a directory; use -d to back up to a directory")
        default:
            return try await DescriptorOutput.open(special: path, encryption: key)
        }
    }

    private static func remove(_ path: String) throws(StorageError) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(
                .invalid,
                "Output file \(path) is a link to a file, which -r does not replace; name the file, or - for standard output"
            )
        }
        let lock = try DestinationLock.forRemoval(file: path)
        defer { withExtendedLifetime(lock) {} }
        guard unlink(path) == 0 else { throw StorageError("Error while removing \(path)", number: errno) }
    }
}
