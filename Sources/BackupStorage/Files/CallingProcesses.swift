import Glibc

/// The processes that called this one: the one that started it, the one that started that, and so on.
enum CallingProcesses {
    /// All that the system tells of.
    static var all: Set<pid_t> {
        var found: Set<pid_t> = []
        var process = getppid()
        while process > 0, found.insert(process).inserted {
            guard let text = try? SmallFile.read(path: "/proc/\(process)/stat"),
                let parent = Self.parent(inStatus: String(decoding: text, as: UTF8.self))
            else { break }
            process = parent
        }
        return found
    }

    /// The process that started another one, from the text of `/proc/PID/stat`. The name of the program stands in it in
    /// parentheses, and may hold anything.
    static func parent(inStatus text: String) -> pid_t? {
        guard let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[text.utf8.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? pid_t(fields[1]) : nil
    }
}
