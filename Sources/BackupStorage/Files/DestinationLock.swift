import Glibc

/// Keeps backups from writing to the same files, and from removing those of one that is running: a lock on the directory
/// or the file that a backup goes to (flock(2)).
///
/// The lock goes with the process however that ends, and leaves nothing behind. File systems without locks let everybody
/// through. A lock that a caller has taken for us, as by `flock DIRECTORY asbackup ...`, counts as ours.
package final class DestinationLock: Sendable {
    /// Who else may hold a lock of the same directory or file.
    package enum Kind: Sendable {
        /// Others that write new files, of other names.
        case shared
        /// Nobody.
        case exclusive
    }

    /// What is locked, as messages name it.
    package let path: String
    private let descriptor: Int32

    /// Locks a directory.
    ///
    /// - Throws: `StorageError`, of code `occupied` if another backup is in the way.
    package convenience init(directory path: String, _ kind: Kind) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError("Error while opening directory \(path)", number: errno) }
        try self.init(path: path, descriptor: descriptor, kind)
    }

    /// Locks a regular file, so that nobody else may.
    ///
    /// - Throws: `StorageError`, of code `occupied` if another backup is in the way.
    package convenience init(file path: String) throws(StorageError) {
        var descriptor: Int32 = -1
        // Over a network an exclusive lock wants a descriptor for writing, which a file that is to be removed may refuse.
        for mode in [O_WRONLY, O_RDONLY] where descriptor < 0 {
            descriptor = open(path, mode | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw StorageError("Failed to open file \(path)", number: errno) }
        try self.init(path: path, descriptor: descriptor, .exclusive)
    }

    /// Locks the regular file that an output writes to, so that nobody else may. The lock is that of the descriptor which writes:
    /// there are file systems that let no other one write then.
    ///
    /// - Returns: `nil` for devices and pipes.
    /// - Throws: `StorageError`, of code `occupied` if another backup is in the way.
    package convenience init?(of output: DescriptorOutput) throws(StorageError) {
        guard let descriptor = try output.duplicate() else { return nil }
        try self.init(path: output.path, descriptor: descriptor, .exclusive)
    }

    /// Locks a regular file that is to be removed. A file may be removed by who may not open it; nobody holds that up.
    ///
    /// - Returns: `nil` if it may not be opened.
    /// - Throws: `StorageError`, of code `occupied` if another backup is in the way.
    static func forRemoval(file path: String) throws(StorageError) -> DestinationLock? {
        let mayOpen = access(path, R_OK) == 0 || access(path, W_OK) == 0
        if !mayOpen, errno == EACCES { return nil }
        return try DestinationLock(file: path)
    }

    private init(path: String, descriptor: Int32, _ kind: Kind) throws(StorageError) {
        self.path = path
        self.descriptor = descriptor
        try self.change(to: kind)
    }

    deinit { close(self.descriptor) }

    /// Makes the lock one of another kind. In between, or if that fails, there is none.
    ///
    /// - Throws: `StorageError`, of code `occupied` if another backup is in the way.
    package func change(to kind: Kind) throws(StorageError) {
        let operation = kind == .shared ? LOCK_SH : LOCK_EX
        guard flock(self.descriptor, operation | LOCK_NB) != 0, errno == EWOULDBLOCK,
            !LockHolders.areCallers(of: self.descriptor)
        else { return }
        throw StorageError(.occupied, "Another backup is writing to \(self.path)")
    }

    /// Whether what is locked is what the path leads to.
    package var isInPlace: Bool { PathComparison.leads(self.path, to: self.descriptor) }
}
