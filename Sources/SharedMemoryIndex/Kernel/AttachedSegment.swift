import Glibc

/// A segment in the address space of this process, until the value ends.
final class AttachedSegment: Sendable {
    /// The bytes.
    let memory: SharedBytes

    /// Attaches a segment.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    init(_ identifier: Int32, key: UInt32, size: UInt64, isWritable: Bool = false) throws(SharedMemoryError) {
        let address = shmat(identifier, nil, isWritable ? 0 : SHM_RDONLY)
        // shmat says -1 where others say null.
        guard let address, Int(bitPattern: address) != -1 else {
            throw .system("Could not attach segment 0x\(key.hexadecimal(digits: 8))")
        }
        self.memory = SharedBytes(start: address, count: Int(size))
    }

    deinit { shmdt(self.memory.start) }
}

/// Bytes that several threads work on, each on pieces of its own.
///
/// `@unchecked`: it is an address; pieces are handed out once by a `PieceQueue`, so no two threads touch the same bytes.
struct SharedBytes: @unchecked Sendable {
    /// The first byte.
    let start: UnsafeMutableRawPointer
    /// How many there are.
    let count: Int

    /// A part of the bytes.
    func piece(at offset: Int, count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: self.start + offset, count: count)
    }

    /// Takes pages out of this process, so that its memory does not grow with what it has read. The segment keeps them.
    func release(at offset: Int, count: Int) { madvise(self.start + offset, count, MADV_DONTNEED) }
}
