import Foundation

/// What this process holds, as the kernel tells it.
struct ProcessFigures: Sendable {
    /// The resident memory, in bytes.
    let resident: Int
    /// The number of threads.
    let threads: Int

    /// Looks.
    static var now: ProcessFigures {
        let text = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) }
        func number(_ name: String) -> Int {
            let line = text?.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return ProcessFigures(resident: number("VmRSS") << 10, threads: number("Threads"))
    }

    /// The number of open descriptors; the one that it takes to look at them counts.
    static var descriptors: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
}
