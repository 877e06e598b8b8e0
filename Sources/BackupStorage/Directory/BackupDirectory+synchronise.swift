import Glibc

extension BackupDirectory {
    /// What file systems answer that bring no directories to devices, or do that by themselves.
    private static let hasNoNotion = [EINVAL, EOPNOTSUPP, ENOSYS, EBADF, EROFS]

    /// Brings the names in the directory to the device. Where the user may not read it, or the file system has no notion of that,
    /// nothing can be done, which is no error.
    ///
    /// - Throws: `StorageError` if the device refuses.
    func synchronise() throws(StorageError) {
        let descriptor = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || Self.hasNoNotion.contains(errno) else {
            throw StorageError("Error while flushing directory \(self.path)", number: errno)
        }
    }
}
