import FileAccess

/// The segments of a set, attached, and which of their pieces are empty.
struct SegmentSnapshot: Sendable {
    /// The set.
    let set: SegmentSet
    /// The segments in the order of the set.
    let parts: [(segment: Segment, attached: AttachedSegment, holes: HoleMap)]

    /// Attaches the segments.
    ///
    /// - Throws: `SharedMemoryError` with code `inUse` if somebody else is attached.
    init(_ set: SegmentSet) throws(SharedMemoryError) {
        self.set = set
        try Self.checkIsUnused(set, by: 0)
        var parts: [(segment: Segment, attached: AttachedSegment, holes: HoleMap)] = []
        for segment in set.segments {
            guard let status = segment.status else { continue }
            let attached = try AttachedSegment(status.identifier, key: segment.key.value, size: segment.size)
            let layout = PieceLayout(size: Int(segment.size))
            parts.append((segment, attached, HoleMap(attached, identifier: status.identifier, layout: layout)))
        }
        self.parts = parts
    }

    /// The room that their files take.
    func room(isCompressed: Bool) -> NeededRoom {
        var room = NeededRoom()
        for part in self.parts {
            if isCompressed, part.segment.key.kind.isCompressible {
                room.compressible += part.segment.size
            } else {
                room.plain += part.holes.bytes(PieceLayout(size: Int(part.segment.size)))
            }
        }
        return room
    }

    /// Makes sure that nobody has attached a segment since.
    ///
    /// - Throws: `SharedMemoryError` with code `inUse` otherwise.
    func checkIsUnused() throws(SharedMemoryError) { try Self.checkIsUnused(self.set, by: 1) }

    private static func checkIsUnused(_ set: SegmentSet, by ourselves: Int) throws(SharedMemoryError) {
        let rows = try KernelTable.now()
        var messages: [String] = []
        for segment in set.segments {
            guard let status = segment.status,
                let row = rows.first(where: { $0.status.identifier == status.identifier })
            else {
                throw SharedMemoryError(.inUse, "Segment \(segment.key) of \(set.title) was removed.")
            }
            let others = row.status.attachments - ourselves
            guard others > 0 else { continue }
            messages.append(
                "Segment \(segment.key) of \(set.title) is attached \(others) time(s): stop what uses it, asd above all."
            )
        }
        guard messages.isEmpty else { throw SharedMemoryError(.inUse, messages) }
    }

    /// Computes the CRC-32 of all segments.
    ///
    /// - Throws: `SharedMemoryError` if a signal comes.
    func checksums(threads: Int) throws(SharedMemoryError) -> [SegmentKey: UInt32] {
        let layouts = self.parts.map { PieceLayout(size: Int($0.segment.size)) }
        let results = Monitor(layouts.map { Array(repeating: UInt32(0), count: $0.count) })
        let run = CopyRun(pieces: layouts.map(\.count), progress: ProgressMeter(total: 0, rate: nil, say: { _ in }))
        let parts = self.parts
        try run.perform(
            threads: threads,
            makeWorker: { () throws(SharedMemoryError) in AlignedMemory(PieceLayout.pieceSize) },
            { zeros, task throws(SharedMemoryError) in
                let range = layouts[task.file].range(task.piece)
                let part = parts[task.file]
                let memory = part.attached.memory
                let isHole = part.holes.holes[task.piece]
                let bytes =
                    isHole ? zeros.prefix(range.count) : memory.piece(at: range.lowerBound, count: range.count)
                let checksum = PieceChecksum.crc(UnsafeRawBufferPointer(bytes))
                if !isHole { memory.release(at: range.lowerBound, count: range.count) }
                results.change { $0[task.file][task.piece] = checksum }
            }
        )
        let checksums = results.change { $0 }
        return Dictionary(
            uniqueKeysWithValues: zip(parts, zip(checksums, layouts)).map { part, result in
                (part.segment.key, PieceChecksum.crc(ofPieces: result.0, layout: result.1))
            }
        )
    }
}
