import Glibc

/// Bytes outside of arrays that begin at a page and are given back to the system with the value.
///
/// Not the allocator's memory: pieces of a mebibyte that come and go with files leave holes in it, 4 MiB in a backup of six files.
///
/// `@unchecked`: it is an address, and who holds one is alone with it: a worker, the queue in front of a file, or the file.
package final class AlignedMemory: @unchecked Sendable {
    /// The bytes.
    package let bytes: UnsafeMutableRawBufferPointer

    /// Takes memory of zeros, which there must be, as for arrays.
    package init(_ count: Int) {
        guard let bytes = Self.map(count) else { fatalError("no memory for a buffer of \(count) bytes") }
        self.bytes = bytes
    }

    /// Takes memory of zeros; `nil` if there is none.
    package init?(ifAvailable count: Int) {
        guard let bytes = Self.map(count) else { return nil }
        self.bytes = bytes
    }

    private static func map(_ count: Int) -> UnsafeMutableRawBufferPointer? {
        let memory = mmap(nil, max(count, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { return nil }
        return UnsafeMutableRawBufferPointer(start: memory, count: count)
    }

    deinit { munmap(self.bytes.baseAddress, max(self.bytes.count, 1)) }

    /// The first bytes.
    package func prefix(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self.bytes[..<count])
    }
}
