import Glibc

/// Keeps backups from writing to the same files, and from removing those of one that is running: a lock on the directory
/// or the file that a backup goes to (flock(2)).
///
/// The lock goes with the process however that ends, and leaves nothing behind. File systems without locks let everybody
/// through.
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
        guard flock(self.descriptor, operation | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
        throw StorageError(.occupied, "Another backup is writing to \(self.path)")
    }

    /// Whether what is locked is what the path leads to.
    package var isInPlace: Bool {
        var (locked, found) = (stat(), stat())
        guard fstat(self.descriptor, &locked) == 0, lstat(self.path, &found) == 0 else { return false }
        return locked.st_dev == found.st_dev && locked.st_ino == found.st_ino
    }
}
