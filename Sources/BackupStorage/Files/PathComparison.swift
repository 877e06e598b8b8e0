import Glibc

/// Where paths lead.
package enum PathComparison {
    /// Whether two paths lead to one place, however they are written. What is there may still have to be made.
    package static func isSame(_ one: String, _ other: String) -> Bool {
        // The working directory, too, where it may not be looked at.
        if one.utf8.elementsEqual(other.utf8) { return true }
        var (first, second) = (stat(), stat())
        let found = (stat(one, &first) == 0, stat(other, &second) == 0)
        guard !found.0, !found.1 else {
            return found.0 && found.1 && first.st_dev == second.st_dev && first.st_ino == second.st_ino
        }
        let ((oneParent, oneName), (otherParent, otherName)) = (Self.split(one), Self.split(other))
        guard !oneName.isEmpty, oneName.elementsEqual(otherName) else { return false }
        return Self.isSame(oneParent, otherParent)
    }

    /// Whether a path leads to what a descriptor is open for. The path of a directory may be that of a link to it.
    static func leads(_ path: String, to descriptor: Int32) -> Bool {
        var (opened, found) = (stat(), stat())
        guard fstat(descriptor, &opened) == 0 else { return false }
        let isDirectory = opened.st_mode & S_IFMT == S_IFDIR
        guard (isDirectory ? stat(path, &found) : lstat(path, &found)) == 0 else { return false }
        return opened.st_dev == found.st_dev && opened.st_ino == found.st_ino
    }

    /// The path of the directory that a path's last name is in, and that name; slashes and single dots at the end mean
    /// nothing.
    private static func split(_ path: String) -> (parent: String, name: Substring.UTF8View) {
        let slash = UInt8(ascii: "/")
        var rest = path.utf8[...]
        while rest.count > 1, rest.last == slash || rest.suffix(2).elementsEqual("/.".utf8) { rest.removeLast() }
        guard let end = rest.lastIndex(of: slash) else { return (".", rest) }
        let parent = end == rest.startIndex ? "/" : String(Substring(rest[..<end]))
        return (parent, rest[rest.index(after: end)...])
    }
}
