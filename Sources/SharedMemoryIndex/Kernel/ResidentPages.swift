import Glibc

/// What of a mapping is in memory.
enum ResidentPages {
    private static let pageSize = 4096

    /// Whether any page of a range is in memory; also if the system does not tell.
    ///
    /// - Parameters:
    ///   - start: The beginning of a page.
    ///   - count: The bytes, at most a piece.
    static func exist(in start: UnsafeMutableRawPointer, count: Int) -> Bool {
        let pageCount = (count + Self.pageSize - 1) / Self.pageSize
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pageCount) { pages in
            guard mincore(start, count, pages.baseAddress) == 0 else { return true }
            return pages.contains { $0 & 1 == 1 }
        }
    }
}
