import Glibc

/// A file of a temporary name, which gets its own later or none.
enum FreshFile {
    /// The names that are tried.
    private static let mostNames = 100

    /// Creates an empty file for writing, under a name behind which nothing stands: nothing is ever written through a link
    /// that somebody put there, nor is anything removed (`Spec/differences.md` §9).
    ///
    /// - Parameters:
    ///   - path: The path that the file is to have later.
    ///   - suffix: What the name has behind the path; a number follows it if that is taken.
    ///   - mode: Who may do what with the file.
    /// - Returns: The descriptor, and the path for the time being; -1 if the operating system refuses, and `errno` says
    ///   why.
    static func open(beside path: String, suffix: String, mode: mode_t) -> (descriptor: Int32, path: String) {
        var name = path + suffix
        for number in 1...Self.mostNames {
            let descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
            if descriptor >= 0 { return (descriptor, name) }
            guard errno == EEXIST else { break }
            name = "\(path)\(suffix).\(number)"
        }
        return (-1, name)
    }
}
