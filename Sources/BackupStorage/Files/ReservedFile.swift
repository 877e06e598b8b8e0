import Glibc
import Synchronization

/// A small file that has to find room when the disk is full: room for it is set aside beforehand.
///
/// What is set aside is a file without a name, which goes with the process however that ends.
package final class ReservedFile: Sendable {
    /// The path.
    package let path: String
    /// The descriptor of the file without a name; -1 when there is none.
    private let reserve = Mutex<Int32>(-1)

    /// Names a file, whether it exists or not.
    package init(path: String) { self.path = path }

    deinit { self.release() }

    /// Sets room aside, and finds out thereby whether files can be made there.
    ///
    /// - Parameter size: The bytes. Less room is no error: there may be enough when it is wanted.
    /// - Throws: `StorageError` if no file can be made there.
    package func reserve(_ size: Int) throws(StorageError) {
        let (descriptor, name) = FreshFile.open(beside: self.path, suffix: ".reserve", mode: 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StorageError(.invalid, "Failed to open state file \"\(self.path)\", reason: \(reason)")
        }
        unlink(name)
        _ = posix_fallocate(descriptor, 0, off_t(size))
        self.release()
        self.reserve.withLock { $0 = descriptor }
    }

    /// Gives the room back.
    package func release() {
        self.reserve.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    /// Writes the file so that there is either the old one or all of the new one: under another name, then renamed.
    ///
    /// - Throws: `StorageError` if it cannot be written; what was there is there still.
    package func write(_ bytes: [UInt8]) throws(StorageError) {
        self.release()
        let (descriptor, name) = FreshFile.open(beside: self.path, suffix: ".new", mode: 0o666)
        guard descriptor >= 0 else {
            throw StorageError("Error while opening backup state file \(self.path)", number: errno)
        }
        var number = Self.write(bytes, to: descriptor)
        if number == 0, fsync(descriptor) != 0 { number = errno }
        if close(descriptor) != 0, number == 0 { number = errno }
        if number == 0, rename(name, self.path) != 0 { number = errno }
        guard number == 0 else {
            unlink(name)
            throw StorageError("Error while writing backup state file \(self.path)", number: number)
        }
        // A name that does not get to the device is better than none.
        try? BackupDirectory(holding: self.path).synchronise()
    }

    /// Removes the file, if it is there.
    ///
    /// - Throws: `StorageError` if it cannot be removed.
    package func remove() throws(StorageError) {
        guard unlink(self.path) != 0, errno != ENOENT else { return }
        throw StorageError("Error while removing backup state file \(self.path)", number: errno)
    }

    /// - Returns: The number of the error; 0 if there was none.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var offset = 0
        while offset < bytes.count {
            let size = bytes.count - offset
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, size) }
            if written < 0, errno != EINTR { return errno }
            offset += max(0, written)
        }
        return 0
    }
}
