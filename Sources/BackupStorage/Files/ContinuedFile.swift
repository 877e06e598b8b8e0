import Glibc

/// A file that an earlier run began and that is written on.
package enum ContinuedFile {
    /// The bytes of a file's start that tell whether its container is the right one.
    private static let startSize = CounterCipher.headSize + FileStart.size

    /// The length of a regular file; `nil` if there is none.
    ///
    /// - Throws: `StorageError` if something else is there, a link included: nothing is ever written through one.
    package static func length(path: String) throws(StorageError) -> UInt64? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw StorageError("Failed to read file \(path)", number: errno) }
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(.invalid, "\(path) is no regular file; only such can be continued")
        }
        return UInt64(max(0, status.st_size))
    }

    /// Checks that a file begins as its container says, the key included. Touches nothing.
    ///
    /// - Throws: `StorageError` that says which option is probably wrong.
    package static func check(path: String, container: FileContainer) throws(StorageError) {
        try Self.check(start: try Self.start(of: path), container: container, path: path)
    }

    /// Checks the first bytes of a file.
    ///
    /// - Throws: `StorageError` that says which option is probably wrong.
    package static func check(start: [UInt8], container: FileContainer, path: String) throws(StorageError) {
        let stored = start.withUnsafeBytes { FileStart($0) }
        var decrypted: FileStart?
        if let key = container.encryption {
            var text = Array(start.dropFirst(CounterCipher.headSize))
            let cipher = try CounterCipher(key: key, head: CounterBlock(bytes: start))
            do {
                try text.withUnsafeMutableBytes { try cipher.apply(to: $0, at: 0) }
            } catch {
                throw StorageError(.invalid, "Failed to decrypt the start of file \(path)")
            }
            decrypted = text.withUnsafeBytes { FileStart($0) }
        }
        try FileStart.check(container, stored: stored, decrypted: decrypted, path: path)
    }

    /// Opens a file behind its first `length` bytes; what is behind them is cut off.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - length: The bytes that stay.
    ///   - key: Encrypts what is written.
    /// - Throws: `StorageError` if the file is shorter, or cannot be opened or cut.
    package static func open(
        path: String,
        length: UInt64,
        encryption key: EncryptionKey?
    ) throws(StorageError) -> DescriptorOutput {
        guard let found = try Self.length(path: path), found >= length, let offset = off_t(exactly: length) else {
            throw StorageError(.damaged, "Backup file \(path) is shorter than the \(length) bytes that it had")
        }
        let cipher = try Self.cipher(key, length: length, start: key == nil ? [] : try Self.start(of: path))
        let descriptor = Glibc.open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"a\" mode", number: errno)
        }
        let output = DescriptorOutput(path: path, descriptor: descriptor, closes: true, cipher: cipher, length: length)
        guard ftruncate(descriptor, offset) == 0, lseek(descriptor, offset, SEEK_SET) == offset else {
            throw StorageError("Error while cutting file \(path) to \(length) bytes", number: errno)
        }
        return output
    }

    /// Standard output, to which earlier runs wrote `length` bytes that somebody keeps.
    ///
    /// - Parameters:
    ///   - length: The bytes written before.
    ///   - start: The first of them, if they are encrypted.
    ///   - key: Encrypts what is written.
    /// - Throws: `StorageError` if the start is missing.
    package static func standardOutput(
        length: UInt64,
        start: [UInt8],
        encryption key: EncryptionKey?
    ) throws(StorageError) -> DescriptorOutput {
        DescriptorOutput(
            path: "[stdout]",
            descriptor: DescriptorOutput.standardDescriptor,
            closes: false,
            cipher: try Self.cipher(key, length: length, start: start),
            length: length,
            start: start
        )
    }

    /// Takes a file back to a length that it had; one of no bytes is removed, if it is still there.
    ///
    /// - Throws: `StorageError` if that fails.
    package static func cut(path: String, to length: UInt64) throws(StorageError) {
        if length == 0 {
            if unlink(path) == 0 || errno == ENOENT { return }
        } else {
            let descriptor = Glibc.open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            defer { if descriptor >= 0 { close(descriptor) } }
            if descriptor >= 0, ftruncate(descriptor, off_t(clamping: length)) == 0 { return }
        }
        throw StorageError("Error while cutting file \(path) to \(length) bytes", number: errno)
    }

    /// Cuts a file to a length that it had, and brings that to the device. Unlike with `cut`, one of no bytes stays.
    ///
    /// - Throws: `StorageError` if that fails.
    package static func shorten(path: String, to length: UInt64) throws(StorageError) {
        let descriptor = Glibc.open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, ftruncate(descriptor, off_t(clamping: length)) == 0, fsync(descriptor) == 0 else {
            throw StorageError("Error while cutting file \(path) to \(length) bytes", number: errno)
        }
    }

    /// The cipher that goes on behind `length` bytes.
    private static func cipher(
        _ key: EncryptionKey?,
        length: UInt64,
        start: [UInt8]
    ) throws(StorageError) -> CounterCipher? {
        guard let key else { return nil }
        guard length > 0 else { return CounterCipher(key: key, initial: CounterCipher.freshInitialBlock()) }
        guard start.count >= CounterCipher.headSize, length >= CounterCipher.headSize else {
            throw StorageError(.damaged, "The first bytes of what was encrypted before are missing")
        }
        return try CounterCipher(key: key, head: CounterBlock(bytes: start))
    }

    private static func start(of path: String) throws(StorageError) -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError("Failed to open file \(path)", number: errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.startSize)
        var count = 0
        while count < bytes.count {
            let size = bytes.count - count
            let result = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + count }, size) }
            if result == 0 { break }
            if result > 0 {
                count += result
            } else if errno != EINTR {
                throw StorageError("Error while reading \(path)", number: errno)
            }
        }
        return Array(bytes.prefix(count))
    }
}
