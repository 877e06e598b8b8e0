import Glibc

/// A directory of segment files. All files are reached from its descriptor, so that nobody can put another one in its place.
final class SegmentDirectory: Sendable {
    /// What is to be done in a directory.
    enum Purpose: Hashable, Sendable {
        /// Files are read.
        case reading
        /// Files are made; the directory is made too if it is missing.
        case writing
        /// Only whether files could be made is of interest.
        case lookingBeforeWriting
    }

    /// The path as the user gave it.
    let path: String
    /// Whether the directory was made for this run.
    let isNew: Bool
    private let descriptor: Int32

    /// Opens a directory.
    ///
    /// - Throws: `SharedMemoryError` in the words of the original if that cannot be done, or another run is at work in it.
    init(_ path: String, for purpose: Purpose) throws(SharedMemoryError) {
        self.path = path
        self.isNew = purpose == .writing && mkdir(path, 0o700) == 0
        let permission = purpose == .reading ? R_OK : W_OK
        guard faccessat(AT_FDCWD, path, permission | X_OK, AT_EACCESS) == 0 else {
            throw Self.inaccessible(path, purpose)
        }
        self.descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard self.descriptor >= 0 else {
            let code = errno
            throw code == ENOTDIR ? Self.inaccessible(path, purpose) : .system("Cannot open directory '\(path)'", code)
        }
        guard flock(self.descriptor, (purpose == .writing ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            throw SharedMemoryError(.inUse, "Directory '\(path)' is in use by another run of asmt.")
        }
    }

    deinit {
        if self.descriptor >= 0 { close(self.descriptor) }
    }

    private static func inaccessible(_ path: String, _ purpose: Purpose) -> SharedMemoryError {
        let reason =
            switch purpose {
            case .reading:
                "Cannot read from directory '\(path)': either it does not exist or we don't have read permission."
            case .writing:
                "Cannot write to directory '\(path)': either it does not exist or we don't have write permission."
            case .lookingBeforeWriting:
                "Cannot write to directory '\(path)': either it does not exist, we don't have write permission, "
                    + "or we're running with '-a'."
            }
        return SharedMemoryError(.unsuitable, reason)
    }

    /// The names of all files, in order.
    ///
    /// - Throws: `SharedMemoryError` if they cannot be listed.
    func names() throws(SharedMemoryError) -> [String] {
        let copy = openat(self.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw .system("Cannot open directory '\(self.path)'") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            )
        }
        return names.sorted()
    }

    /// Opens a file for reading, if it is one and no link.
    ///
    /// - Throws: `SharedMemoryError` if it cannot be opened.
    func file(_ name: String) throws(SharedMemoryError) -> OpenFile {
        // A pipe must not stop the run.
        let file = openat(self.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw .system("Could not open segment file '\(self.path)/\(name)'") }
        return OpenFile(file, path: "\(self.path)/\(name)")
    }

    /// Makes a file that was not there.
    ///
    /// - Throws: `SharedMemoryError` if that cannot be done.
    func create(_ name: String) throws(SharedMemoryError) -> OpenFile {
        let file = openat(self.descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system("Could not create segment file '\(self.path)/\(name)'") }
        return OpenFile(file, path: "\(self.path)/\(name)", isWritable: true)
    }

    /// Gives a file another name, unless there is a file of that name.
    ///
    /// - Throws: `SharedMemoryError` if that cannot be done.
    func rename(_ old: String, to new: String) throws(SharedMemoryError) {
        // A second name fails if there is such a file, which a plain renaming would replace.
        if linkat(self.descriptor, old, self.descriptor, new, 0) == 0 {
            self.remove(old)
            return
        }
        // Some file systems know no second names.
        guard errno == EPERM || errno == EOPNOTSUPP, faccessat(self.descriptor, new, F_OK, AT_SYMLINK_NOFOLLOW) != 0,
            renameat(self.descriptor, old, self.descriptor, new) == 0
        else { throw .system("Could not rename '\(self.path)/\(old)' to '\(new)'") }
    }

    /// Removes a file.
    func remove(_ name: String) { unlinkat(self.descriptor, name, 0) }

    /// Makes the names durable.
    func synchronize() { fsync(self.descriptor) }

    /// Removes the directory if this run made it and it is empty.
    func removeIfNew() {
        if self.isNew { rmdir(self.path) }
    }

    /// The bytes that files of this process can still take.
    var availableBytes: UInt64 {
        var status = statvfs()
        guard fstatvfs(self.descriptor, &status) == 0 else { return .max }
        return UInt64(geteuid() == 0 ? status.f_bfree : status.f_bavail) * UInt64(status.f_frsize)
    }
}
