import Glibc

/// A segment that was made for a restore.
final class NewSegment: Sendable {
    /// The key.
    let key: UInt32
    /// The number under which the kernel knows it.
    let identifier: Int32
    private let size: UInt64
    private let attached: AttachedSegment
    /// A quicker way to write to it, if there is one.
    private let file: SegmentFileAccess?
    /// The first bytes of a base, which are written when all is complete; before that nobody takes it for one.
    private let withheld: Monitor<[UInt8]>
    private let withheldCount: Int

    /// Makes a segment that was not there.
    ///
    /// - Throws: `SharedMemoryError` if it is there, or the kernel refuses.
    init(_ segment: Segment) throws(SharedMemoryError) {
        self.key = segment.key.value
        self.size = segment.size
        let isBase = segment.key.kind == .base
        self.withheldCount = isBase ? min(8, Int(segment.size)) : 0
        self.withheld = Monitor([])
        let identifier = shmget(key_t(bitPattern: segment.key.value), Int(segment.size), IPC_CREAT | IPC_EXCL | 0o600)
        guard identifier >= 0 else { throw .system("Could not create segment with key \(segment.key)") }
        self.identifier = identifier
        do throws(SharedMemoryError) {
            self.attached = try AttachedSegment(
                identifier,
                key: segment.key.value,
                size: segment.size,
                isWritable: true
            )
            self.file = SegmentFileAccess(of: self.attached.memory)
        } catch {
            shmctl(identifier, IPC_RMID, nil)
            throw error
        }
    }

    /// A piece, for which there is memory now.
    ///
    /// - Throws: `SharedMemoryError` with code `noRoom` if there is none. Without asking, the first write would end the process.
    private func piece(_ range: Range<Int>) throws(SharedMemoryError) -> UnsafeMutableRawBufferPointer {
        let populateForWriting: Int32 = 23
        let bytes = self.attached.memory.piece(at: range.lowerBound, count: range.count)
        // Kernels before 5.14 do not know it.
        guard madvise(bytes.baseAddress, bytes.count, populateForWriting) == 0 || errno == EINVAL else {
            var error = SharedMemoryError.system("No memory for segment 0x\(self.key.hexadecimal(digits: 8))")
            error.code = .noRoom
            throw error
        }
        return bytes
    }

    /// Writes bytes, unless they are zeros, which the segment consists of from the beginning.
    ///
    /// - Throws: `SharedMemoryError` with code `noRoom` if there is no memory.
    func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SharedMemoryError) {
        guard !bytes.isEmpty, !PieceChecksum.isZero(bytes) else { return }
        let first = max(0, min(bytes.count, self.withheldCount - offset))
        if first > 0 { self.withheld.change { $0 = Array(bytes[..<first]) } }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[first...])
        guard !rest.isEmpty else { return }
        let written = self.file?.write(rest, at: offset + first) ?? 0
        guard written < rest.count else { return }
        let range = offset..<offset + bytes.count
        let piece = try self.piece(range)
        UnsafeMutableRawBufferPointer(rebasing: piece[first...]).copyMemory(from: rest)
        self.release(range)
    }

    /// Takes pages out of this process.
    private func release(_ range: Range<Int>) { self.attached.memory.release(at: range.lowerBound, count: range.count) }

    /// Whether a piece has no page in memory.
    func isHole(_ range: Range<Int>) -> Bool {
        !ResidentPages.exist(in: self.attached.memory.start + range.lowerBound, count: range.count)
    }

    /// The CRC-32 of a piece as it stands in memory, what is withheld included.
    func checksum(_ range: Range<Int>) -> UInt32 {
        defer { self.release(range) }
        let withheld = self.withheld.change { $0 }
        guard range.lowerBound == 0, !withheld.isEmpty else {
            return PieceChecksum.crc(
                UnsafeRawBufferPointer(self.attached.memory.piece(at: range.lowerBound, count: range.count))
            )
        }
        let rest = self.attached.memory.piece(at: withheld.count, count: range.count - withheld.count)
        return (withheld + Array(rest)).withUnsafeBytes { PieceChecksum.crc($0) }
    }

    /// Gives the segment its owner and permissions.
    ///
    /// - Throws: `SharedMemoryError` if the kernel refuses.
    func setOwner(_ owner: Ownership) throws(SharedMemoryError) {
        var status = shmid_ds()
        guard shmctl(self.identifier, IPC_STAT, &status) == 0 else {
            throw .system("Unable to set uid, gid, or mode for shared memory segment")
        }
        status.shm_perm.uid = owner.user
        status.shm_perm.gid = owner.group
        status.shm_perm.mode = numericCast(owner.permissions)
        guard shmctl(self.identifier, IPC_SET, &status) == 0 else {
            throw .system("Unable to set uid, gid, or mode for shared memory segment")
        }
    }

    /// Writes what was withheld.
    func reveal() {
        let withheld = self.withheld.change { $0 }
        guard !withheld.isEmpty else { return }
        // The shutdown status goes first: without a version it means nothing.
        let memory = self.attached.memory.piece(at: 0, count: withheld.count)
        for index in withheld.indices.reversed() { memory[index] = withheld[index] }
    }

    /// Removes the segment.
    func remove() { shmctl(self.identifier, IPC_RMID, nil) }
}
