import Glibc
import NIOPosix
import Synchronization

/// An output that is a file descriptor: a file or standard output.
///
/// System calls that may block run on the thread pool, one for each large piece. Several writers may share an output:
/// each piece is written whole before the next. Encryption depends on where a piece comes to lie, so it is done here,
/// 128 KiB at a time on the way to the device.
package final class DescriptorOutput: OutputFile {
    /// The path, as messages name it.
    package let path: String
    /// The most bytes of one system call. Larger ones make the kernel cache the file in larger pieces of memory, which
    /// cost more to come by: 383 MB took 0.75 s of system time with 1 MiB a call, 0.24 s with 64 KiB, 0.46 s with 4 KiB.
    private static let callSize = 64 << 10

    private let closes: Bool
    private let cipher: CounterCipher?
    /// What is behind the path. The lock is held while a piece is written.
    private let target: Mutex<Target>

    private struct Target {
        /// The descriptor; -1 when it is closed.
        var descriptor: Int32
        /// The bytes written, without those in front of encrypted text.
        var offset: UInt64 = 0
    }

    private init(path: String, descriptor: Int32, closes: Bool, key: EncryptionKey?) {
        self.path = path
        self.target = Mutex(Target(descriptor: descriptor))
        self.closes = closes
        self.cipher = key.map { CounterCipher(key: $0, initial: CounterCipher.freshInitialBlock()) }
    }

    deinit {
        guard self.closes else { return }
        self.target.withLock { target in
            if target.descriptor >= 0 { close(target.descriptor) }
        }
    }

    /// Standard output, which stays open at the end.
    ///
    /// - Parameter key: Encrypts what is written.
    package static func standardOutput(encryption key: EncryptionKey?) -> DescriptorOutput {
        DescriptorOutput(path: "[stdout]", descriptor: STDOUT_FILENO, closes: false, key: key)
    }

    /// Creates a file that must not exist yet.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - key: Encrypts what is written.
    /// - Throws: `StorageError` if it exists or cannot be created.
    package static func create(path: String, encryption key: EncryptionKey?) throws(StorageError) -> DescriptorOutput {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"w\" mode", number: errno)
        }
        return DescriptorOutput(path: path, descriptor: descriptor, closes: true, key: key)
    }

    /// Opens a file that was written before, and drops everything behind its first `size` bytes.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - size: The bytes to be kept; the next ones are written behind them.
    /// - Throws: `StorageError` if the file is not there, or is shorter.
    package static func reopen(path: String, keeping size: UInt64) throws(StorageError) -> DescriptorOutput {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"a\" mode", number: errno)
        }
        let output = DescriptorOutput(path: path, descriptor: descriptor, closes: true, key: nil)
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0, UInt64(end) >= size else {
            throw StorageError(.damaged, "File \(path) has \(max(0, end)) bytes, expected at least \(size)")
        }
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0 else {
            throw StorageError("Error while shortening \(path)", number: errno)
        }
        return output
    }

    /// Opens something that exists and is no regular file, such as `/dev/null` or a named pipe.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - key: Encrypts what is written.
    /// - Throws: `StorageError` if it cannot be opened.
    package static func open(
        special path: String,
        encryption key: EncryptionKey?
    ) throws(StorageError) -> DescriptorOutput {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"w\" mode", number: errno)
        }
        return DescriptorOutput(path: path, descriptor: descriptor, closes: true, key: key)
    }

    /// Writes the first `count` bytes of `storage`.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    package func write(_ storage: [UInt8], count: Int) async throws {
        guard count > 0 else { return }
        try await NIOThreadPool.singleton.runIfActive {
            try storage.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                try self.target.withLock { target in
                    try self.append(bytes, to: target)
                    target.offset += UInt64(count)
                }
            }
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, to target: Target) throws {
        guard let cipher else { return try self.writeAll(bytes, to: target.descriptor) }
        if target.offset == 0 {
            try cipher.head().withUnsafeBytes { try self.writeAll($0, to: target.descriptor) }
        }
        try cipher.forEachPart(of: bytes, at: target.offset) { part, _ in
            try self.writeAll(part, to: target.descriptor)
        }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(StorageError) {
        var offset = 0
        while offset < bytes.count {
            let size = min(bytes.count - offset, Self.callSize)
            let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, size)
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
            let (synchronised, closed) = self.target.withLock { target in
                let synchronised = fsync(target.descriptor) == 0 ? 0 : errno
                let closed = close(target.descriptor) == 0 ? 0 : errno
                target.descriptor = -1
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
