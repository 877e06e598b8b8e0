import CLinux
import FileAccess
import Glibc

/// A file that is open until the value ends.
final class OpenFile: Sendable {
    /// The path for messages.
    let path: String
    private let descriptor: Int32
    private let direct: DirectAccess?
    /// From how many bytes on the page cache is worth going past.
    private static let directMinimum = 1 << 18

    /// Takes over a descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: The descriptor.
    ///   - path: The path for messages.
    ///   - isWritable: Whether it is to be written.
    init(_ descriptor: Int32, path: String, isWritable: Bool = false) {
        self.descriptor = descriptor
        self.path = path
        self.direct = isWritable ? DirectAccess(of: descriptor) : nil
    }

    deinit { close(self.descriptor) }

    /// Whose it is, its type and its bytes.
    ///
    /// - Throws: `SharedMemoryError` if the system does not tell.
    func status() throws(SharedMemoryError) -> (owner: Ownership, size: UInt64, isRegular: Bool) {
        var status = stat()
        guard fstat(self.descriptor, &status) == 0 else { throw .system("Did not find info for file '\(self.path)'") }
        return (
            Ownership(user: status.st_uid, group: status.st_gid, mode: status.st_mode), UInt64(status.st_size),
            status.st_mode & S_IFMT == S_IFREG
        )
    }

    /// Reads exactly as many bytes as `bytes` has room for.
    ///
    /// - Throws: `SharedMemoryError` with code `damaged` if the file ends before.
    func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(SharedMemoryError) {
        var done = 0
        while done < bytes.count {
            let count = pread(self.descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("Unable to pread(2) file '\(self.path)'") }
            guard count > 0 else {
                throw SharedMemoryError(
                    .damaged,
                    "\(self.path): the file ends at byte \(offset + done), "
                        + "\(offset + bytes.count) or more are expected: it was cut."
                )
            }
            done += count
        }
    }

    /// Begins to read a range into the page cache, without waiting.
    func prefetch(at offset: Int, count: Int) { posix_fadvise(self.descriptor, offset, count, POSIX_FADV_WILLNEED) }

    /// Reads the first bytes, as many as there are up to a limit.
    ///
    /// - Throws: `SharedMemoryError` if they cannot be read.
    func beginning(_ limit: Int) throws(SharedMemoryError) -> [UInt8] {
        let count = Int(min(UInt64(limit), try self.status().size))
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: SharedMemoryError?
        bytes.withUnsafeMutableBytes { bytes in
            do throws(SharedMemoryError) { try self.read(bytes, at: 0) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all bytes, past the page cache if there are many, and begins at least to bring them to the disk.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SharedMemoryError) {
        let isLarge = bytes.count >= Self.directMinimum
        let direct = isLarge ? self.direct?.write(bytes, at: offset) ?? 0 : 0
        var done = direct
        while done < bytes.count {
            let count = pwrite(self.descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system("Unable to pwrite(2) file '\(self.path)'") }
            done += count
        }
        if isLarge, direct < done {
            sync_file_range(self.descriptor, offset + direct, done - direct, clinux_begin_writing)
        }
    }

    /// Writes all bytes of an array.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    func write(_ bytes: [UInt8], at offset: Int) throws(SharedMemoryError) {
        var failure: SharedMemoryError?
        bytes.withUnsafeBytes { bytes in
            do throws(SharedMemoryError) { try self.write(bytes, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Whether a range holds nothing that was ever written: it reads as zeros.
    func isHole(at offset: Int, count: Int) -> Bool {
        let seekData: Int32 = 3
        let next = lseek(self.descriptor, offset, seekData)
        return next < 0 ? errno == ENXIO : next >= offset + count
    }

    /// Gives the file its length.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    func setSize(_ size: Int) throws(SharedMemoryError) {
        guard ftruncate(self.descriptor, size) == 0 else {
            throw .system("Could not allocate storage for segment file '\(self.path)'")
        }
    }

    /// Reserves room for a range.
    ///
    /// - Throws: `SharedMemoryError` with code `noRoom` if there is none.
    func reserve(at offset: Int, count: Int) throws(SharedMemoryError) {
        // It returns what others put into errno.
        let code = posix_fallocate(self.descriptor, offset, count)
        guard code != 0 else { return }
        var error = SharedMemoryError.system("Could not allocate storage for segment file '\(self.path)'", code)
        if code == ENOSPC || code == EDQUOT || code == EFBIG { error.code = .noRoom }
        throw error
    }

    /// Gives the file its owner and permissions and brings it to the disk.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    func finish(owner: Ownership) throws(SharedMemoryError) {
        guard fchown(self.descriptor, owner.user, owner.group) == 0 else {
            throw .system("Unable to set uid or gid for file '\(self.path)'")
        }
        guard fchmod(self.descriptor, owner.permissions) == 0 else {
            throw .system("Unable to set mode for file '\(self.path)'")
        }
        guard fsync(self.descriptor) == 0 else { throw .system("Unable to write file '\(self.path)' to the disk") }
    }
}
