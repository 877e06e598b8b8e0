/// The pieces of a segment that were never written. They are zeros, and reading them would make the kernel fill them with memory.
struct HoleMap: Hashable, Sendable {
    /// For each piece whether there is nothing in it.
    private(set) var holes: [Bool]

    /// Looks at an attached segment.
    ///
    /// A page that is not in memory may also be in the swap area. So no holes are believed in if the kernel says that any
    /// page of the segment is there.
    init(_ segment: AttachedSegment, identifier: Int32, layout: PieceLayout) {
        self.holes = (0..<layout.count).map { piece in
            let range = layout.range(piece)
            return !ResidentPages.exist(in: segment.memory.start + range.lowerBound, count: range.count)
        }
        let status = try? KernelTable.now().first { $0.status.identifier == identifier }?.status
        if status?.swapped != 0 { self.holes = Array(repeating: false, count: layout.count) }
    }

    /// The bytes that are there, at most.
    func bytes(_ layout: PieceLayout) -> UInt64 {
        UInt64(self.holes.enumerated().reduce(0) { $1.element ? $0 : $0 + layout.range($1.offset).count })
    }
}
