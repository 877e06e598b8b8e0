import CLinux
import Glibc

/// A way to a file past the page cache: bytes go from memory to the disk without a copy (`Spec/asmt.md` §11,
/// `Spec/performance.md` §3.2).
///
/// Whatever it cannot do is left to the ordinary way, which then also says why.
package final class DirectAccess: Sendable {
    /// What addresses, offsets and lengths must be multiples of, in bytes; enough for every disk.
    package static let unit = 4096

    private let descriptor: Int32

    /// Opens a file a second time, to write to it; `nil` if its file system knows no such way.
    package init?(of other: Int32) {
        // Not by its name: by now that may be another file's.
        let file = open("/proc/self/fd/\(other)", O_WRONLY | clinux_past_the_cache | O_CLOEXEC)
        guard file >= 0 else { return nil }
        self.descriptor = file
    }

    deinit { close(self.descriptor) }

    /// Writes as many of the first bytes as can be.
    ///
    /// - Returns: How many.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        guard let start = bytes.baseAddress, Int(bitPattern: start) % Self.unit == 0, offset % Self.unit == 0 else {
            return 0
        }
        let count = bytes.count / Self.unit * Self.unit
        var done = 0
        while done < count {
            let written = pwrite(self.descriptor, start + done, count - done, offset + done)
            guard written > 0 else { return done }
            done += written
            guard done % Self.unit == 0 else { return done }
        }
        return done
    }

    /// Writes pieces of memory, one behind the other.
    ///
    /// - Returns: Whether all of them were written. If not, some may have been.
    package func write(_ pieces: [UnsafeRawBufferPointer], at offset: Int) -> Bool {
        let vectors = pieces.map { piece in
            iovec(iov_base: UnsafeMutableRawPointer(mutating: piece.baseAddress), iov_len: piece.count)
        }
        let size = vectors.reduce(0) { $0 + $1.iov_len }
        return pwritev(self.descriptor, vectors, Int32(vectors.count), off_t(offset)) == size
    }

    /// How many first bytes of a storage have to be left out for the next one to lie in memory as at an offset of a file.
    package static func lead(of storage: [UInt8], at offset: Int) -> Int {
        storage.withUnsafeBytes { bytes in (offset - Int(bitPattern: bytes.baseAddress)) & (Self.unit - 1) }
    }
}
