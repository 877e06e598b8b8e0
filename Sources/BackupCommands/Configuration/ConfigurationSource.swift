import BackupStorage
import Glibc

/// Where configuration files come from.
package struct ConfigurationSource: Sendable {
    /// What is found under a path.
    package enum File: Sendable {
        /// A file with these bytes.
        case bytes([UInt8])
        /// Nothing.
        case missing
        /// Something that cannot be read, for a reason.
        case unreadable(String)
    }

    /// The user's directory; `nil` if the environment names none.
    package var home: String?
    /// Reads a file.
    package var read: @Sendable (_ path: String) -> File
    /// The paths of all files in and below a directory, sorted; `nil` if it cannot be read.
    package var files: @Sendable (_ directory: String) -> [String]?

    /// Creates a source.
    package init(
        home: String?,
        read: @escaping @Sendable (_ path: String) -> File,
        files: @escaping @Sendable (_ directory: String) -> [String]?
    ) {
        self.home = home
        self.read = read
        self.files = files
    }

    /// The environment and the files of this process.
    package static let process = ConfigurationSource(
        home: getenv("HOME").map { String(cString: $0) },
        read: { path in
            do throws(StorageError) {
                return .bytes(try SmallFile.read(path: path))
            } catch {
                return error.number == ENOENT || error.number == ENOTDIR ? .missing : .unreadable("\(error)")
            }
        },
        files: { FileTree.files(in: $0) }
    )
}
