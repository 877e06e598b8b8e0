import CLinux
import Glibc

/// A small file that is there whole or not at all, whenever the machine stops.
package enum AtomicFile {
    /// Writes a file, never in place of what has its name.
    ///
    /// The bytes go into a file of a temporary name (`.part` behind the path, and a number if that is taken) first, which
    /// gets its name once they are on the device. If the name does not get there, it is taken away again.
    ///
    /// - Parameters:
    ///   - bytes: What the file is to hold.
    ///   - path: The path.
    /// - Throws: `StorageError` if the operating system refuses, of code `occupied` if something has the name: there is no
    ///   file then, or the one that was there.
    package static func write(_ bytes: [UInt8], to path: String) throws(StorageError) {
        try Self.write(bytes, to: path) { (path) throws(StorageError) in
            try BackupDirectory(holding: path).synchronise()
        }
    }

    /// - Parameter synchronise: Brings the name of a path to the device.
    static func write(
        _ bytes: [UInt8],
        to path: String,
        synchronise: (String) throws(StorageError) -> Void
    ) throws(StorageError) {
        let (descriptor, temporary) = FreshFile.open(beside: path, suffix: ".part", mode: 0o666)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path).part in \"w\" mode", number: errno)
        }
        do throws(StorageError) {
            try Self.fill(descriptor, of: temporary, with: bytes)
            try Self.rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
        do throws(StorageError) {
            try synchronise(path)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Gives a file its name, unless something has it.
    private static func rename(_ temporary: String, to path: String) throws(StorageError) {
        var number = clinux_rename_new(temporary, path) == 0 ? 0 : errno
        // Network file systems do not know it.
        if [EINVAL, ENOSYS, EOPNOTSUPP].contains(number) {
            number = link(temporary, path) == 0 ? 0 : errno
            // A server that is asked twice, for its answer was lost, finds what it has done.
            if number == EEXIST, PathComparison.isSame(temporary, path) { number = 0 }
            if number == 0 {
                unlink(temporary)
            } else if ![EEXIST, ENOSPC, EDQUOT, EIO].contains(number) {
                number = EPERM
            }
        }
        // Where there are no further names either a look beforehand is all that can be done.
        if number == EPERM {
            var status = stat()
            let isFree = lstat(path, &status) != 0 && errno == ENOENT
            number = isFree ? (Glibc.rename(temporary, path) == 0 ? 0 : errno) : EEXIST
        }
        guard number != EEXIST else {
            throw StorageError(.occupied, "\(path) is there already: another run has made it meanwhile")
        }
        guard number == 0 else { throw StorageError("Error while renaming \(temporary) to \(path)", number: number) }
    }

    private static func fill(_ descriptor: Int32, of path: String, with bytes: [UInt8]) throws(StorageError) {
        var failure = Self.write(bytes, to: descriptor)
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else { throw StorageError("Error while writing \(path)", number: failure) }
    }

    /// Writes all bytes and returns the number of the error, 0 for none.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                offset += written
            }
            return 0
        }
    }
}
