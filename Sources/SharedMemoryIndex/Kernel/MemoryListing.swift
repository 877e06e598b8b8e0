import Glibc

/// The database segments in the kernel's memory.
enum MemoryListing {
    /// Lists all of them, of every instance and namespace.
    ///
    /// - Throws: `SharedMemoryError` if the system has no list. A segment that may not be read has no header.
    static func segments() throws(SharedMemoryError) -> [Segment] {
        var segments: [Segment] = []
        for row in try KernelTable.now() {
            guard let key = SegmentKey(row.key) else { continue }
            segments.append(
                Segment(
                    key: key,
                    size: row.size,
                    owner: row.owner,
                    header: Self.header(row, key),
                    place: .memory(row.status)
                )
            )
        }
        return segments
    }

    /// Reads the header of a segment; `nil` if it is too small or may not be read.
    static func header(_ row: KernelTable.Row, _ key: SegmentKey) -> SegmentHeader? {
        let length = SegmentHeader.length(of: key.kind)
        guard length > 0 else { return SegmentHeader(key.kind, []) }
        guard row.size >= length else { return nil }
        guard let attached = try? AttachedSegment(row.status.identifier, key: row.key, size: row.size) else {
            return nil
        }
        return withExtendedLifetime(attached) {
            SegmentHeader(key.kind, Array(attached.memory.piece(at: 0, count: length)))
        }
    }
}
