import Glibc
import NIOPosix

/// An output that is a file descriptor: a file or standard output.
///
/// System calls that may block run on the thread pool, one for each large piece.
package struct DescriptorOutput: OutputFile {
    /// The path, as messages name it.
    package let path: String
    private let descriptor: Int32
    private let closes: Bool

    private init(path: String, descriptor: Int32, closes: Bool) {
        self.path = path
        self.descriptor = descriptor
        self.closes = closes
    }

    /// Standard output. It stays open at the end.
    package static let standardOutput = DescriptorOutput(path: "[stdout]", descriptor: STDOUT_FILENO, closes: false)

    /// Creates a file that must not exist yet.
    ///
    /// - Throws: `StorageError` if it exists or cannot be created.
    package static func create(path: String) throws(StorageError) -> DescriptorOutput {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"w\" mode", number: errno)
        }
        return DescriptorOutput(path: path, descriptor: descriptor, closes: true)
    }

    /// Opens something that exists and is no regular file, such as `/dev/null` or a named pipe.
    ///
    /// - Throws: `StorageError` if it cannot be opened.
    package static func open(special path: String) throws(StorageError) -> DescriptorOutput {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"w\" mode", number: errno)
        }
        return DescriptorOutput(path: path, descriptor: descriptor, closes: true)
    }

    /// Writes the first `count` bytes of `storage`.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    package func write(_ storage: [UInt8], count: Int) async throws {
        guard count > 0 else { return }
        try await NIOThreadPool.singleton.runIfActive {
            try storage.withUnsafeBytes { bytes in
                try self.writeAll(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
        }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        var offset = 0
        while offset < bytes.count {
            let written = Glibc.write(self.descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    try self.waitUntilWritable()
                    continue
                }
                throw StorageError("Error while writing \(self.path)", number: errno)
            }
            offset += written
        }
    }

    /// Waits where somebody made the descriptor non-blocking, as terminals shared with other programs can be.
    private func waitUntilWritable() throws(StorageError) {
        var request = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&request, 1, -1) >= 0 || errno == EINTR else {
            throw StorageError("Error while writing \(self.path)", number: errno)
        }
    }

    /// Brings a file's bytes to the device and closes it.
    ///
    /// - Throws: `StorageError` if the device refuses.
    package func finish() async throws {
        guard self.closes else { return }
        try await NIOThreadPool.singleton.runIfActive {
            let synchronised = fsync(self.descriptor)
            let number = errno
            let closed = close(self.descriptor)
            // Pipes and devices have nothing to bring anywhere: fsync(2) answers EINVAL or EROFS for them.
            if synchronised != 0, number != EINVAL, number != EROFS {
                throw StorageError("Error while flushing backup file \(self.path)", number: number)
            }
            if closed != 0 { throw StorageError("Error while closing backup file \(self.path)", number: errno) }
        }
    }
}
