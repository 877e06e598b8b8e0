/// The part of a file that is in memory: bytes not yet used, and free space behind them.
///
/// The window only grows when one block of the backup does not fit into it.
package struct InputWindow: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    /// Where the unused bytes begin.
    private var start: Int
    /// Where the unused bytes end.
    private var end: Int

    /// Creates an empty window of `capacity` bytes.
    package init(capacity: Int) {
        self.memory = .allocate(byteCount: max(capacity, 4096), alignment: 16)
        self.start = 0
        self.end = 0
    }

    deinit { self.memory.deallocate() }

    /// The number of bytes not yet used.
    package var count: Int { self.end - self.start }

    /// The number of bytes the window can hold.
    package var capacity: Int { self.memory.count }

    /// The bytes not yet used.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let used = UnsafeRawBufferPointer(rebasing: self.memory[self.start..<self.end])
            let span = RawSpan(_unsafeBytes: used)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// The memory behind the unused bytes.
    var freeSpace: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self.memory[self.end...])
    }

    /// Says that `count` bytes were put into the free space.
    mutating func appended(_ count: Int) { self.end += count }

    /// Marks the first `count` bytes as used.
    package mutating func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count, "more bytes used than the window holds")
        self.start += count
    }

    /// Moves the unused bytes to the front, and doubles the window if they fill it.
    ///
    /// So memory is taken for bytes that came, and not for a length that a file promises.
    package mutating func makeRoom() {
        if self.start > 0 {
            self.memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: self.memory[self.start..<self.end]))
            self.end -= self.start
            self.start = 0
        }
        guard self.end == self.memory.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: self.memory.count * 2,
            alignment: 16
        )
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: self.memory[..<self.end]))
        self.memory.deallocate()
        self.memory = larger
    }
}
