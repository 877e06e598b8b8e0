import Glibc

/// A file of a backup, or standard input, read from its start to its end in large pieces.
package struct InputFile: Sendable {
    /// The path, as messages name it.
    package let path: String
    /// The size in bytes, if the file knows it.
    package let size: UInt64?
    private let descriptor: Int32
    private let closes: Bool

    /// Opens a file, lends it to `body`, and closes it however that ends.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - isRegular: Whether it must be a regular file. Otherwise it may be a pipe or a device.
    ///   - body: Reads the file.
    /// - Throws: `StorageError` if the file cannot be opened, and what `body` throws.
    package static func withFile<Result>(
        path: String,
        isRegular: Bool = false,
        _ body: (InputFile) async throws -> Result
    ) async throws -> Result {
        // Without O_NONBLOCK the opening of a named pipe waits until somebody writes to it, and takes no signal.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"r\" mode", number: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StorageError("Failed to read file \(path)", number: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw StorageError("Failed to open file \(path) in \"r\" mode", number: EISDIR)
        }
        let hasSize = status.st_mode & S_IFMT == S_IFREG
        guard hasSize || !isRegular else { throw StorageError(.invalid, "Backup file \(path) is no regular file") }
        // From here on reads wait, once there is something to wait for.
        _ = fcntl(descriptor, F_SETFL, 0)
        if hasSize { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
        let file = InputFile(
            path: path,
            size: hasSize ? UInt64(max(0, status.st_size)) : nil,
            descriptor: descriptor,
            closes: true
        )
        return try await body(file)
    }

    /// Standard input under the name that messages give it.
    ///
    /// - Parameters:
    ///   - name: What was given on the command line, `-` or `-:SIZE`.
    ///   - size: The size in bytes, if it was given.
    package static func standardInput(name: String, size: UInt64?) -> InputFile {
        InputFile(path: name, size: size, descriptor: STDIN_FILENO, closes: false)
    }

    /// How long a pipe that gives nothing is waited for before somebody is asked whether that is still wanted.
    private static let patience: Int32 = 100

    /// Reads into memory on the calling thread, which may block.
    ///
    /// - Parameters:
    ///   - target: The memory.
    ///   - isAbandoned: Asked ten times a second while a pipe gives nothing.
    /// - Returns: The number of bytes read; 0 at the end of the file.
    /// - Throws: `StorageError` if the operating system refuses, or the read is abandoned.
    func readNow(
        into target: UnsafeMutableRawBufferPointer,
        isAbandoned: () -> Bool
    ) throws(StorageError) -> Int {
        var request = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, Self.patience) == 0 {
            if isAbandoned() { throw StorageError(.abandoned, "Reading \(self.path) was given up") }
        }
        while true {
            let count = Glibc.read(self.descriptor, target.baseAddress, target.count)
            if count >= 0 { return count }
            if errno != EINTR { throw StorageError("Error while reading \(self.path)", number: errno) }
        }
    }
}
