/// Bytes outside of arrays that begin at a page and are freed with the value.
///
/// `@unchecked`: it is an address, and who holds one is alone with it: a worker, the queue in front of a file, or the file.
package final class AlignedMemory: @unchecked Sendable {
    /// The bytes.
    package let bytes: UnsafeMutableRawBufferPointer

    /// Creates memory of zeros.
    package convenience init(_ count: Int) {
        self.init(uninitialized: count)
        self.bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Creates memory in which anything may stand.
    package init(uninitialized count: Int) {
        self.bytes = .allocate(byteCount: count, alignment: DirectAccess.unit)
    }

    deinit { self.bytes.deallocate() }

    /// The first bytes.
    package func prefix(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self.bytes[..<count])
    }
}
