import Glibc

extension ContinuedFile {
    /// The most bytes that the checksum is made of: enough for no two backups to be the same in them, few enough to be
    /// read at once.
    package static let endingSize = 64 << 10

    /// The checksum of the last 64 KiB in front of a length, or of all bytes if there are fewer. Touches nothing.
    ///
    /// - Throws: `StorageError` if the file is shorter or cannot be read.
    package static func ending(path: String, length: UInt64) throws(StorageError) -> Checksum {
        try Checksum(of: Self.lastBytes(path: path, length: length))
    }

    /// The last 64 KiB in front of a length, or all bytes if there are fewer. Touches nothing.
    ///
    /// - Throws: `StorageError` if the file is shorter or cannot be read.
    package static func lastBytes(path: String, length: UInt64) throws(StorageError) -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError("Failed to open file \(path)", number: errno) }
        defer { close(descriptor) }
        let size = Int(min(length, UInt64(Self.endingSize)))
        let start = off_t(clamping: length - UInt64(size))
        var bytes = [UInt8](repeating: 0, count: size)
        var count = 0
        while count < size {
            let (offset, rest) = (count, size - count)
            let result = bytes.withUnsafeMutableBytes { bytes in
                pread(descriptor, bytes.baseAddress.map { $0 + offset }, rest, start + off_t(offset))
            }
            guard result != 0 else {
                throw StorageError(.damaged, "Backup file \(path) is shorter than the \(length) bytes that it had")
            }
            if result > 0 {
                count += result
            } else if errno != EINTR {
                throw StorageError("Error while reading \(path)", number: errno)
            }
        }
        return bytes
    }
}
