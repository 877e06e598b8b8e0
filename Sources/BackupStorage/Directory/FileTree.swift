import Glibc

/// The files in and below a directory.
package enum FileTree {
    /// The levels of directories that are looked into.
    private static let maximumDepth = 16

    /// The paths of all regular files in and below a directory, sorted. Links to files count, links to directories do not.
    ///
    /// - Returns: `nil` if the directory cannot be read; those below it that cannot be read are passed over.
    package static func files(in directory: String) -> [String]? {
        var files: [String] = []
        guard Self.collect(directory, depth: 0, into: &files) else { return nil }
        return files.sorted()
    }

    private static func collect(_ directory: String, depth: Int, into files: inout [String]) -> Bool {
        guard depth < Self.maximumDepth, let stream = opendir(directory) else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
            var status = stat()
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                _ = Self.collect(path, depth: depth + 1, into: &files)
            } else if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
                files.append(path)
            }
        }
        return true
    }
}
