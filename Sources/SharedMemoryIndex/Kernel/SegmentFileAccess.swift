import Glibc

/// A segment as the file that it is inside the kernel: what is written to it needs no page of this process.
///
/// A page that is written whole need not be cleared before, nor be mapped and unmapped, which is half the work of a restore.
final class SegmentFileAccess: Sendable {
    private let descriptor: Int32

    /// Opens the file of an attached segment; `nil` without the right to (`CAP_SYS_ADMIN` or `CAP_CHECKPOINT_RESTORE`).
    init?(of memory: SharedBytes) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = UInt(bitPattern: memory.start)
        let end = start + UInt((memory.count + page - 1) / page * page)
        let range = String(start, radix: 16) + "-" + String(end, radix: 16)
        let file = open("/proc/self/map_files/" + range, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return nil }
        self.descriptor = file
    }

    deinit { close(self.descriptor) }

    /// Writes bytes.
    ///
    /// - Returns: How many of the first bytes were written; fewer than there are if there is no memory.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        var done = 0
        while done < bytes.count {
            let count = pwrite(self.descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return done }
            done += count
        }
        return done
    }
}
