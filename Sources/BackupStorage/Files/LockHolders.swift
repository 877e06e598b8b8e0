import Glibc

/// Who holds the locks of a file that are in the way of ours.
struct LockHolders {
    /// The locks of the file that can be seen. Those of other machines, and of processes that are hidden from us, cannot.
    var locks: [FileLock] = []
    /// The locks among them of descriptors that were left open for us, as flock(1) does.
    var inherited: [FileLock] = []
    /// The processes that called us, which may hold a lock without having left it open.
    var callers: Set<pid_t> = []

    /// Whether a caller of ours holds a lock, and nobody else does: it was taken for us.
    var areCallers: Bool {
        let theirs = self.inherited + self.locks.filter { self.callers.contains($0.process) }
        // Beside an exclusive lock there is no other.
        if theirs.contains(where: \.isExclusive) { return true }
        var others = self.locks.filter { !self.callers.contains($0.process) }
        for lock in self.inherited {
            if let place = others.firstIndex(of: lock) { others.remove(at: place) }
        }
        return !theirs.isEmpty && others.isEmpty
    }
}
