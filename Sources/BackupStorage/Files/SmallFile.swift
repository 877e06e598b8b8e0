import Glibc

/// A file that is read whole, such as one that holds a key.
package enum SmallFile {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - limit: The most bytes that the file may have.
    ///   - isRegular: Whether it must be a regular file. A pipe is waited for, as long as it takes.
    /// - Throws: `StorageError` if it cannot be read, or is larger.
    package static func read(
        path: String,
        limit: Int = 1 << 20,
        isRegular: Bool = false
    ) throws(StorageError) -> [UInt8] {
        let descriptor = try Self.open(path, isRegular: isRegular)
        defer { close(descriptor) }
        return try Self.read(descriptor, path: path, limit: limit)
    }

    /// Reads what is left of an open file, which `path` names in messages.
    ///
    /// - Throws: `StorageError` if it cannot be read, or is larger than `limit` bytes.
    static func read(_ descriptor: Int32, path: String, limit: Int) throws(StorageError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += piece[..<count]
            } else if errno != EINTR {
                throw StorageError("Error while reading \(path)", number: errno)
            }
        }
        throw StorageError(.invalid, "File \(path) is larger than \(limit) bytes")
    }

    /// Reads the first bytes of a file.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - count: The most bytes to read.
    /// - Throws: `StorageError` if it cannot be read, or is no regular file.
    package static func beginning(of path: String, count: Int) throws(StorageError) -> [UInt8] {
        let descriptor = try Self.open(path, isRegular: true)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let size = pread(descriptor, &bytes, count, 0)
        guard size >= 0 else { throw StorageError("Error while reading \(path)", number: errno) }
        return Array(bytes[..<size])
    }

    /// Opens a file for reading, of which the caller closes the descriptor.
    private static func open(_ path: String, isRegular: Bool) throws(StorageError) -> Int32 {
        // Without O_NONBLOCK the opening of a named pipe waits until somebody writes to it.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | (isRegular ? O_NONBLOCK : 0))
        guard descriptor >= 0 else { throw StorageError("Failed to open file \(path)", number: errno) }
        var status = stat()
        guard !isRegular || fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw StorageError(.invalid, "\(path) is no regular file")
        }
        return descriptor
    }
}
