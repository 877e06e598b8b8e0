import Glibc

/// A directory that holds the files of a backup (`Spec/asb-format.md` §8).
package struct BackupDirectory: Sendable {
    /// The path as given by the user.
    package let path: String

    /// Names a directory, whether it exists or not.
    package init(path: String) { self.path = path }

    /// Names the directory that a file is in.
    package init(holding file: String) {
        // By bytes, as the system does: a slash and a combining character behind it are one character.
        guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            self.path = "."
            return
        }
        self.path = slash == file.startIndex ? "/" : String(file[..<slash])
    }

    /// The name of a file without the directories in front of it.
    package static func name(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// The path of a file in the directory.
    package func path(of name: String) -> String {
        self.path.hasSuffix("/") ? self.path + name : self.path + "/" + name
    }

    /// Creates the directory if it is missing; its parent must exist.
    ///
    /// - Returns: Whether the directory was created.
    /// - Throws: `StorageError` if it cannot be created.
    package func createIfMissing() throws(StorageError) -> Bool {
        if mkdir(self.path, 0o775) == 0 { return true }
        guard errno == EEXIST else { throw StorageError("Error while creating directory \(self.path)", number: errno) }
        return false
    }

    /// The names of the backup files in the directory, sorted: every entry that ends in `.asb` and is longer than that.
    ///
    /// - Throws: `StorageError` if the directory is missing or cannot be read.
    package func backupFiles() throws(StorageError) -> [String] {
        try self.names(where: Self.isBackupFile)
    }

    /// The names of the manifests in the directory, sorted: every entry that ends in `.manifest.yaml`.
    ///
    /// - Throws: `StorageError` if the directory is missing or cannot be read.
    package func manifests() throws(StorageError) -> [String] {
        try self.names(where: Self.isManifest)
    }

    /// Whether a name is that of a backup file: it ends in `.asb` and is longer than that.
    package static func isBackupFile(_ name: String) -> Bool {
        let suffix = ".asb"
        return name.utf8.count > suffix.utf8.count && Self.ends(name, in: suffix)
    }

    /// Whether a name is that of a manifest.
    package static func isManifest(_ name: String) -> Bool { Self.ends(name, in: Self.manifestSuffix) }

    /// By bytes: some scalars make one character with the dot behind them.
    private static func ends(_ name: String, in suffix: String) -> Bool {
        name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    /// What names of manifests end in; the backup's prefix stands before it (`Spec/manifest.md` §1).
    package static let manifestSuffix = ".manifest.yaml"

    private func names(where isWanted: (String) -> Bool) throws(StorageError) -> [String] {
        guard let stream = opendir(self.path) else {
            if errno == ENOENT { throw StorageError(.notFound, "Directory \(self.path) does not exist") }
            throw StorageError("Error while opening directory \(self.path)", number: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if isWanted(name) { names.append(name) }
        }
        guard errno == 0 else { throw StorageError("Error while reading directory \(self.path)", number: errno) }
        return names.sorted()
    }

    /// The size of all given files together, in bytes.
    ///
    /// - Throws: `StorageError` if one of them is not there.
    package func size(of names: [String]) throws(StorageError) -> UInt64 {
        var total: UInt64 = 0
        for name in names {
            var status = stat()
            guard stat(self.path(of: name), &status) == 0 else {
                throw StorageError("Failed to read file \(self.path(of: name))", number: errno)
            }
            total += UInt64(max(0, status.st_size))
        }
        return total
    }

    /// Removes the given files.
    ///
    /// - Throws: `StorageError` at the first that cannot be removed.
    package func remove(_ names: [String]) throws(StorageError) {
        for name in names where unlink(self.path(of: name)) != 0 {
            throw StorageError("Error while removing \(self.path(of: name))", number: errno)
        }
    }
}
