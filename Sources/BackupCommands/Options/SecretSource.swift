import BackupStorage
import Glibc

/// Where options that name a key get it from.
package struct SecretSource: Sendable {
    /// Returns the value of an environment variable; `nil` if it is not set.
    package var variable: @Sendable (_ name: String) -> String?
    /// Returns the content of a file; `nil` if it cannot be read.
    package var file: @Sendable (_ path: String) -> [UInt8]?

    /// Creates a source.
    package init(
        variable: @escaping @Sendable (_ name: String) -> String?,
        file: @escaping @Sendable (_ path: String) -> [UInt8]?
    ) {
        self.variable = variable
        self.file = file
    }

    /// The environment and the files of this process.
    package static let process = SecretSource(
        variable: { name in getenv(name).map { String(cString: $0) } },
        file: { path in try? SmallFile.read(path: path) }
    )
}
