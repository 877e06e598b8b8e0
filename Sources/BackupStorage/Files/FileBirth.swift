import CLinux

/// When a file was made, which tells it from another one that took its name.
///
/// The number of its inode does not: ext4 gives it to the next file that is made, while FAT and file systems in user space
/// give a file that nobody has open another one.
package struct FileBirth: Hashable, Sendable {
    private let nanoseconds: Int64

    /// Asks for the birth of what has a path, links not followed; `nil` if nothing has it, or the file system does not know.
    package init?(path: String) {
        let nanoseconds = clinux_birth(path)
        guard nanoseconds >= 0 else { return nil }
        self.nanoseconds = nanoseconds
    }
}
