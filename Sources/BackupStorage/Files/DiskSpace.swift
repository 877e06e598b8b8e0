import Glibc

/// The room that is left where files are written.
package enum DiskSpace {
    /// The bytes that may still be written below a directory or into a file, whether it exists or not.
    ///
    /// - Parameter path: The directory or file; of one that is missing, its directory is asked.
    /// - Returns: `nil` if nobody knows, or the path is a device or pipe.
    package static func free(at path: String) -> UInt64? {
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind == S_IFDIR || kind == S_IFREG else { return nil }
            return Self.fileSystem(path)
        }
        guard let slash = path.lastIndex(of: "/") else { return Self.fileSystem(".") }
        return Self.fileSystem(slash == path.startIndex ? "/" : String(path[..<slash]))
    }

    private static func fileSystem(_ path: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (bytes, isTooLarge) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isTooLarge ? .max : bytes
    }
}
