import Glibc

/// A file of a temporary name that our own earlier runs may have left behind.
enum FreshFile {
    /// Opens a new, empty file for writing. What stands under the name is removed before: nothing is ever written through
    /// a link that somebody put there (`Spec/differences.md` §9).
    ///
    /// - Returns: The descriptor; -1 if the operating system refuses, and `errno` says why.
    static func open(_ path: String, mode: mode_t) -> Int32 {
        guard unlink(path) == 0 || errno == ENOENT else { return -1 }
        return Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    }
}
