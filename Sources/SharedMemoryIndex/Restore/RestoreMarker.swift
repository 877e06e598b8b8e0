import Glibc

/// A small segment beside those of a restore, which lists them until all are complete (`Spec/asmt.md` §11).
///
/// It is lost when they are lost, so it never tells of segments that are not there any more. Whoever restores keeps it attached.
final class RestoreMarker: Sendable {
    /// A segment of the restore.
    struct Entry: Hashable, Sendable {
        /// The key.
        var key: UInt32
        /// The number under which the kernel knows it; -1 if it was about to be made.
        var identifier: Int32
    }

    private static let magic: UInt64 = 0x4B52_414D_544D_5341
    private static let headLength = 24

    private let identifier: Int32
    private let attached: AttachedSegment

    /// The key of the marker of an instance and a namespace. No database uses its type.
    static func key(of set: SegmentSet) -> UInt32 {
        0x4D00_0000 | UInt32(set.instance) << 20 | UInt32(set.namespaceIdentifier) << 12
    }

    /// Makes the marker of a restore that begins.
    ///
    /// - Throws: `SharedMemoryError` if there is one already, or the kernel refuses.
    init(for set: SegmentSet) throws(SharedMemoryError) {
        let key = Self.key(of: set)
        let size = Self.headLength + 8 * set.segments.count
        let identifier = shmget(key_t(bitPattern: key), size, IPC_CREAT | IPC_EXCL | 0o600)
        guard identifier >= 0 else {
            throw .system("Could not create segment with key 0x\(key.hexadecimal(digits: 8))")
        }
        self.identifier = identifier
        self.attached = try AttachedSegment(identifier, key: key, size: UInt64(size), isWritable: true)
        self.attached.memory.start.storeBytes(of: Self.magic, as: UInt64.self)
    }

    /// Takes over the marker that a restore has left.
    private init(_ row: KernelTable.Row) throws(SharedMemoryError) {
        self.identifier = row.status.identifier
        self.attached = try AttachedSegment(row.status.identifier, key: row.key, size: row.size, isWritable: true)
    }

    /// Notes the segment that is made next, or its number when it is made.
    func note(_ entry: Entry, at index: Int) {
        let start = self.attached.memory.start
        start.storeBytes(of: entry.key, toByteOffset: Self.headLength + 8 * index, as: UInt32.self)
        start.storeBytes(of: entry.identifier, toByteOffset: Self.headLength + 8 * index + 4, as: Int32.self)
        start.storeBytes(of: UInt64(index + 1), toByteOffset: 16, as: UInt64.self)
    }

    /// Notes that all segments are complete.
    func complete() { self.attached.memory.start.storeBytes(of: 1, toByteOffset: 8, as: UInt64.self) }

    /// Removes the marker.
    func remove() { shmctl(self.identifier, IPC_RMID, nil) }

    private var isComplete: Bool { self.attached.memory.start.load(fromByteOffset: 8, as: UInt64.self) != 0 }

    private var entries: [Entry] {
        let memory = self.attached.memory
        guard memory.count >= Self.headLength, memory.start.load(as: UInt64.self) == Self.magic else { return [] }
        let room = (memory.count - Self.headLength) / 8
        let count = min(room, Int(clamping: memory.start.load(fromByteOffset: 16, as: UInt64.self)))
        return (0..<count).map { index in
            let offset = Self.headLength + 8 * index
            return Entry(
                key: memory.start.load(fromByteOffset: offset, as: UInt32.self),
                identifier: memory.start.load(fromByteOffset: offset + 4, as: Int32.self)
            )
        }
    }

    /// What an interrupted restore of a set has left.
    struct Leftover: Sendable {
        /// The marker.
        let marker: RestoreMarker
        /// Its segments that are still there.
        let rows: [KernelTable.Row]
    }

    /// Looks for what an interrupted restore of a set has left; `nil` if there is nothing.
    ///
    /// - Throws: `SharedMemoryError` with code `inUse` if a restore is at work, or somebody uses what was left.
    static func leftover(of set: SegmentSet) throws(SharedMemoryError) -> Leftover? {
        let rows = try KernelTable.now()
        guard let row = rows.first(where: { $0.key == Self.key(of: set) }) else { return nil }
        guard row.status.attachments == 0 else {
            throw SharedMemoryError(.inUse, "Another run of asmt is restoring \(set.title).")
        }
        let marker = try RestoreMarker(row)
        guard !marker.isComplete else { return Leftover(marker: marker, rows: []) }
        let left = marker.entries.compactMap { entry in
            rows.first {
                $0.key == entry.key && (entry.identifier < 0 || $0.status.identifier == entry.identifier)
            }
        }
        // A base with a version is whole: only the note of that is missing, and a node may have used the segments since.
        for row in left {
            guard let key = SegmentKey(row.key), key.kind == .base else { continue }
            let version = MemoryListing.header(row, key)?.version ?? 0
            if version != 0 { return Leftover(marker: marker, rows: []) }
        }
        if let used = left.first(where: { $0.status.attachments > 0 }) {
            throw SharedMemoryError(
                .inUse,
                "Segment 0x\(used.key.hexadecimal(digits: 8)) of an interrupted restore of \(set.title) is attached: "
                    + "stop what uses it."
            )
        }
        return Leftover(marker: marker, rows: left)
    }
}

extension RestoreMarker.Leftover {
    /// Removes the segments and the marker.
    ///
    /// - Returns: What was done.
    func remove(_ set: SegmentSet) -> String {
        for row in self.rows { shmctl(row.status.identifier, IPC_RMID, nil) }
        self.marker.remove()
        return "Removed \(self.rows.count) segment(s) of an interrupted restore of \(set.title)."
    }
}
