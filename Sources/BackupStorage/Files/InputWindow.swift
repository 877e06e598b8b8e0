/// The part of a file that is in memory: bytes not yet used, and free space behind them.
///
/// The window only grows when one block of the backup does not fit into it, and a large one shrinks when the block is used.
package struct InputWindow: ~Copyable {
    /// The bytes that a window may keep: where one record is of some MiB, the next ones probably are too. No record of a
    /// server needs more (8 MiB, in base64 11).
    package static let keptCapacity = 16 << 20

    /// The bytes it has as long as every block is small.
    private let usualCapacity: Int
    private var memory: UnsafeMutableRawBufferPointer
    /// Where the unused bytes begin.
    private var start: Int
    /// Where the unused bytes end.
    private var end: Int

    /// Creates an empty window of `capacity` bytes.
    package init(capacity: Int) {
        self.usualCapacity = max(capacity, 4096)
        self.memory = .allocate(byteCount: self.usualCapacity, alignment: 16)
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

    /// Whether bytes can be appended without moving or growing anything.
    package var hasRoom: Bool { self.end < self.memory.count }

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

    /// Moves the unused bytes to the front, and doubles the window if they fill it. If they are few in a very large window,
    /// it goes back to its usual size, or as far as they allow.
    ///
    /// So memory is taken for bytes that came, and not for a length that a file promises, and not longer than they are there.
    package mutating func makeRoom() {
        if self.start > 0 {
            self.memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: self.memory[self.start..<self.end]))
            self.end -= self.start
            self.start = 0
        }
        if self.end == self.memory.count {
            self.resize(to: self.memory.count * 2)
        } else if self.memory.count > Self.keptCapacity, self.end < Self.keptCapacity {
            var capacity = self.usualCapacity
            while capacity <= self.end { capacity *= 2 }
            self.resize(to: capacity)
        }
    }

    /// Moves the bytes, which stand at the front, into memory of another size.
    private mutating func resize(to capacity: Int) {
        let other = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
        other.copyMemory(from: UnsafeRawBufferPointer(rebasing: self.memory[..<self.end]))
        self.memory.deallocate()
        self.memory = other
    }
}
