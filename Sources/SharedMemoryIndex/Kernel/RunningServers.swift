import Glibc

/// Servers that run beside this process and could attach segments at any moment.
enum RunningServers {
    /// The process identifiers of servers that see the same segments as this process.
    static func identifiers() -> [Int32] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        let own = Self.segmentsSeen(by: "self")
        var found: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let identifier = Int32(name) else { continue }
            guard let command = try? SystemFile.read("/proc/\(name)/comm"), command == Array("asd\n".utf8) else {
                continue
            }
            // Containers have servers and segments of their own. What may not be looked at counts.
            let theirs = Self.segmentsSeen(by: name)
            // A process that is ending sees none any more.
            if theirs.error == ENOENT || theirs.error == ESRCH { continue }
            if let name = theirs.name, name != own.name { continue }
            found.append(identifier)
        }
        return found.sorted()
    }

    /// What identifies the segments that a process sees, or why that may not be known.
    private static func segmentsSeen(by process: String) -> (name: String?, error: Int32) {
        var text = [CChar](repeating: 0, count: 64)
        let count = readlink("/proc/\(process)/ns/ipc", &text, text.count)
        guard count > 0 else { return (nil, errno) }
        return (String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self), 0)
    }
}
