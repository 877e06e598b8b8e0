import Glibc

/// Devices and named pipes that are written to.
enum SpecialFile {
    /// How long nobody reads a named pipe before it is tried again.
    private static let pause = Duration.milliseconds(50)

    /// Opens one for writes that do not wait.
    ///
    /// A named pipe can be opened when somebody reads it. The system would wait for that in a call that takes no signal.
    ///
    /// - Returns: The descriptor.
    /// - Throws: `StorageError` if it cannot be opened; `CancellationError`.
    static func open(path: String) async throws -> Int32 {
        while true {
            let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
            if descriptor >= 0 { return descriptor }
            let number = errno
            guard number == ENXIO, Self.isNamedPipe(path) else {
                throw StorageError("Failed to open file \(path) in \"w\" mode", number: number)
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    private static func isNamedPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }
}
