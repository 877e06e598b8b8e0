/// Bytes outside of arrays that are freed with the value.
///
/// `@unchecked`: it is an address, and who holds a buffer is alone with it: a worker, or the queue in front of a file.
final class PieceBuffer: @unchecked Sendable {
    /// The bytes.
    let bytes: UnsafeMutableRawBufferPointer

    /// Creates a buffer of zeros.
    init(_ count: Int) {
        self.bytes = .allocate(byteCount: count, alignment: 4096)
        self.bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Creates a buffer in which anything may stand.
    init(uninitialized count: Int) { self.bytes = .allocate(byteCount: count, alignment: 4096) }

    deinit { self.bytes.deallocate() }

    /// The first bytes.
    func prefix(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self.bytes[..<count])
    }
}
