import Glibc

/// Bytes outside of arrays that begin at a page and are given back to the system with the value.
///
/// Not the allocator's memory: pieces of a mebibyte that come and go with files leave holes in it, 4 MiB in a backup of six files.
///
/// `@unchecked`: it is an address, and who holds one is alone with it: a worker, the queue in front of a file, or the file.
package final class AlignedMemory: @unchecked Sendable {
    /// The bytes.
    package let bytes: UnsafeMutableRawBufferPointer

    /// Takes memory of zeros.
    package init(_ count: Int) {
        let memory = mmap(nil, max(count, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { fatalError("no memory for a buffer of \(count) bytes") }
        self.bytes = UnsafeMutableRawBufferPointer(start: memory, count: count)
    }

    deinit { munmap(self.bytes.baseAddress, max(self.bytes.count, 1)) }

    /// The first bytes.
    package func prefix(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self.bytes[..<count])
    }
}
