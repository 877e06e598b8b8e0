/// What the kernel allows of shared memory, and what there is of memory (`Spec/asmt.md` §8).
struct KernelLimits: Hashable, Sendable {
    /// The bytes of the largest segment.
    var largestSegment: UInt64
    /// The pages of all segments together.
    var pages: UInt64
    /// How many segments there may be.
    var segments: UInt64
    /// The bytes of memory, and swap, that programs can still get.
    var available: UInt64
    /// How many segments there are.
    var usedSegments: UInt64
    /// The bytes of the segments that there are.
    var usedBytes: UInt64

    private static let pageSize: UInt64 = 4096

    /// Says why segments of some sizes cannot be made.
    ///
    /// - Parameters:
    ///   - sizes: The bytes of each.
    ///   - needed: The bytes of memory that they will take; less than their sizes where they are empty.
    func problems(sizes: [UInt64], needed: UInt64) -> [String] {
        var problems: [String] = []
        if let largest = sizes.max(), largest > self.largestSegment {
            problems.append(
                "The kernel allows segments of \(self.largestSegment) bytes, one of \(largest) is needed: "
                    + "sysctl kernel.shmmax=\(largest)."
            )
        }
        let pages = (sizes + [self.usedBytes]).reduce(UInt64(0)) { $0 + ($1 + Self.pageSize - 1) / Self.pageSize }
        if pages > self.pages {
            problems.append(
                "The kernel allows \(self.pages) pages of shared memory, \(pages) are needed: sysctl kernel.shmall=\(pages)."
            )
        }
        let count = self.usedSegments + UInt64(sizes.count)
        if count > self.segments {
            problems.append(
                "The kernel allows \(self.segments) segments, \(count) are needed: sysctl kernel.shmmni=\(count)."
            )
        }
        if needed > self.available {
            problems.append("\(needed) bytes of memory are needed, \(self.available) are available.")
        }
        return problems
    }

    /// The limits now.
    ///
    /// - Throws: `SharedMemoryError` if the system does not tell.
    static func now() throws(SharedMemoryError) -> KernelLimits {
        let rows = try KernelTable.now()
        return KernelLimits(
            largestSegment: try Self.number("shmmax"),
            pages: try Self.number("shmall"),
            segments: try Self.number("shmmni"),
            available: Self.available(String(decoding: try SystemFile.read("/proc/meminfo"), as: UTF8.self)),
            usedSegments: UInt64(rows.count),
            usedBytes: rows.reduce(0) { $0 + $1.size }
        )
    }

    /// The bytes that the text of `/proc/meminfo` says are available, swap included.
    static func available(_ text: String) -> UInt64 {
        let kibibytes = text.split(separator: "\n").compactMap { line -> UInt64? in
            let words = line.split(separator: " ")
            guard words.count > 1, ["MemAvailable:", "SwapFree:"].contains(words[0]) else { return nil }
            return UInt64(words[1])
        }
        return kibibytes.reduce(0, +) * 1024
    }

    private static func number(_ name: String) throws(SharedMemoryError) -> UInt64 {
        let path = "/proc/sys/kernel/\(name)"
        let text = String(decoding: try SystemFile.read(path), as: UTF8.self)
        guard let number = UInt64(text.split { $0 == "\n" || $0 == " " }.first ?? "") else {
            throw SharedMemoryError(.system(0), "\(path) holds no number but '\(text)'.")
        }
        return number
    }
}
