import Glibc

extension DescriptorOutput {
    private convenience init(
        path: String,
        descriptor: Int32,
        closes: Bool,
        key: EncryptionKey?,
        checksum: consuming sending RunningChecksum? = nil,
        isLarge: Bool = false
    ) {
        let cipher = key.map { CounterCipher(key: $0, initial: CounterCipher.freshInitialBlock()) }
        self.init(
            path: path,
            descriptor: descriptor,
            closes: closes,
            cipher: cipher,
            checksum: checksum,
            isLarge: isLarge
        )
    }

    /// Standard output, which stays open at the end.
    ///
    /// - Parameter key: Encrypts what is written.
    package static func standardOutput(encryption key: EncryptionKey?) -> DescriptorOutput {
        DescriptorOutput(path: "[stdout]", descriptor: Self.standardDescriptor, closes: false, key: key)
    }

    /// The descriptor of standard output. A pipe is opened once more, for writes that do not wait: others who have the pipe
    /// rely on writes that do.
    static var standardDescriptor: Int32 {
        var status = stat()
        guard fstat(STDOUT_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return STDOUT_FILENO }
        let descriptor = Glibc.open("/proc/self/fd/\(STDOUT_FILENO)", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        return descriptor >= 0 ? descriptor : STDOUT_FILENO
    }

    /// Creates a file that must not exist yet.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - key: Encrypts what is written.
    ///   - withChecksum: Whether a checksum is computed of what is written.
    ///   - isLarge: Whether so much will be written that it had better not go through the page cache.
    /// - Throws: `StorageError` if it exists or cannot be created.
    package static func create(
        path: String,
        encryption key: EncryptionKey?,
        withChecksum: Bool = false,
        isLarge: Bool = false
    ) throws(StorageError) -> DescriptorOutput {
        var checksum: RunningChecksum?
        if withChecksum { checksum = try RunningChecksum() }
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"w\" mode", number: errno)
        }
        return DescriptorOutput(
            path: path,
            descriptor: descriptor,
            closes: true,
            key: key,
            checksum: checksum,
            isLarge: isLarge
        )
    }

    /// Removes a file that was created for nothing, unless somebody else's has its path by now.
    package func discard() {
        guard let descriptor = try? self.duplicate() else { return }
        defer { close(descriptor) }
        if PathComparison.leads(self.path, to: descriptor) { unlink(self.path) }
    }

    /// Opens a file that was written before, to write behind its end. Nothing of it is touched.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - key: Encrypts what is written, if the file is empty.
    /// - Throws: `StorageError` if the file is not there, or is no regular file.
    package static func reopen(path: String, encryption key: EncryptionKey?) throws(StorageError) -> DescriptorOutput {
        guard try ContinuedFile.length(path: path) != nil else {
            throw StorageError("Failed to open file \(path) in \"a\" mode", number: ENOENT)
        }
        let descriptor = Glibc.open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"a\" mode", number: errno)
        }
        let end = lseek(descriptor, 0, SEEK_END)
        let number = errno
        let cipher = end > 0 ? nil : key.map { CounterCipher(key: $0, initial: CounterCipher.freshInitialBlock()) }
        let length = UInt64(max(0, end))
        let output = DescriptorOutput(path: path, descriptor: descriptor, closes: true, cipher: cipher, length: length)
        guard end >= 0 else { throw StorageError("Failed to open file \(path) in \"a\" mode", number: number) }
        return output
    }

    /// Opens something that exists and is no regular file, such as `/dev/null` or a named pipe, which is waited for until
    /// somebody reads it.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - key: Encrypts what is written.
    /// - Throws: `StorageError` if it cannot be opened; `CancellationError`.
    package static func open(special path: String, encryption key: EncryptionKey?) async throws -> DescriptorOutput {
        DescriptorOutput(path: path, descriptor: try await SpecialFile.open(path: path), closes: true, key: key)
    }
}
