import Glibc

/// A lock of a whole file (flock(2)), as Linux lists them (proc_locks(5)).
struct FileLock: Hashable {
    /// What is locked: the device's numbers, in hexadecimal, and the inode's, with colons between them.
    let file: String
    /// Whether nobody else can hold a lock of the file.
    let isExclusive: Bool
    /// The process that took the lock. It may have ended since, and left the lock to one that it had it from; 0 for one that
    /// cannot be seen from here.
    let process: pid_t

    /// Reads the lines of `/proc/locks`, or those of `/proc/PID/fdinfo/N` that tell of locks. Locks of other kinds, and those
    /// that are still waited for, are passed over.
    static func list(_ text: String) -> [FileLock] { text.split(separator: "\n").compactMap { FileLock(line: $0) } }

    /// Such as `1: FLOCK  ADVISORY  WRITE 5090 fe:00:16253629 0 EOF`, with `lock:` in front of it in `fdinfo`. What is
    /// waited for has an arrow behind the number.
    private init?(line: Substring) {
        var fields = line.split { $0 == " " || $0 == "\t" }
        if fields.first == "lock:" { fields.removeFirst() }
        guard fields.count == 8, fields[1] == "FLOCK", let process = pid_t(fields[4]) else { return nil }
        self.file = String(fields[5])
        self.isExclusive = fields[3] == "WRITE"
        self.process = process
    }
}
