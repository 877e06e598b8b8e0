import Glibc
import NIOPosix
import Synchronization

/// An output that is a file descriptor: a file or standard output.
///
/// System calls that may block run on the thread pool, one for each large piece. Several writers may share an output:
/// each piece is written whole before the next.
package final class DescriptorOutput: OutputFile {
    /// The path, as messages name it.
    package let path: String
    private let closes: Bool
    /// The descriptor; -1 when it is closed. The lock is held while a piece is written.
    private let descriptor: Mutex<Int32>

    private init(path: String, descriptor: Int32, closes: Bool) {
        self.path = path
        self.descriptor = Mutex(descriptor)
        self.closes = closes
    }

    deinit {
        guard self.closes else { return }
        self.descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
        }
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
                try self.descriptor.withLock { descriptor in
                    try self.writeAll(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: descriptor)
                }
            }
        }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(StorageError) {
        var offset = 0
        while offset < bytes.count {
            let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    try self.waitUntilWritable(descriptor)
                    continue
                }
                throw StorageError("Error while writing \(self.path)", number: errno)
            }
            offset += written
        }
    }

    /// Waits where somebody made the descriptor non-blocking, as terminals shared with other programs can be.
    private func waitUntilWritable(_ descriptor: Int32) throws(StorageError) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
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
            let (synchronised, closed) = self.descriptor.withLock { descriptor in
                let synchronised = fsync(descriptor) == 0 ? 0 : errno
                let closed = close(descriptor) == 0 ? 0 : errno
                descriptor = -1
                return (synchronised, closed)
            }
            // Pipes and devices have nothing to bring anywhere: fsync(2) answers EINVAL or EROFS for them.
            if synchronised != 0, synchronised != EINVAL, synchronised != EROFS {
                throw StorageError("Error while flushing backup file \(self.path)", number: synchronised)
            }
            if closed != 0 { throw StorageError("Error while closing backup file \(self.path)", number: closed) }
        }
    }
}
