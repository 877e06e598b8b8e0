import Glibc

/// Devices and named pipes that are written to.
package enum SpecialFile {
    /// How long nobody reads a named pipe before it is tried again.
    private static let pause = Duration.milliseconds(50)

    /// Opens one for writes that do not wait.
    ///
    /// A named pipe can be opened when somebody reads it. The system would wait for that in a call that takes no signal.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - flags: Further flags of open(2).
    ///   - failure: What is said if it cannot be opened; `nil` for the words of the original about files of a backup.
    /// - Returns: The descriptor.
    /// - Throws: `StorageError` if it cannot be opened; `CancellationError`.
    package static func open(path: String, flags: Int32 = 0, failure: String? = nil) async throws -> Int32 {
        while true {
            let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | flags, 0o666)
            if descriptor >= 0 { return descriptor }
            let number = errno
            guard number == ENXIO, Self.isNamedPipe(path) else {
                throw StorageError(failure ?? "Failed to open file \(path) in \"w\" mode", number: number)
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    private static func isNamedPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }
}
