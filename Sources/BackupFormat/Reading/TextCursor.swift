import AerospikeProtocol

/// A place in a window of a backup file, and what can be read there.
struct TextCursor: ~Escapable {
    /// The window.
    let window: RawSpan
    /// The offset of the next byte.
    var offset: Int
    /// Whether the file ends where the window ends.
    let isFinal: Bool
    /// Whether a backslash takes the meaning from the byte behind it; not so in version 3.0.
    let hasEscapes: Bool
    /// The line of the window's first byte.
    let firstLine: Int

    /// Creates a cursor.
    @_lifetime(copy window)
    init(_ window: RawSpan, at offset: Int, isFinal: Bool, hasEscapes: Bool, firstLine: Int) {
        self.window = window
        self.offset = offset
        self.isFinal = isFinal
        self.hasEscapes = hasEscapes
        self.firstLine = firstLine
    }

    /// Whether there are no more bytes in the window.
    @inline(__always)
    var isAtEnd: Bool { self.offset >= self.window.byteCount }

    /// The next byte without consuming it.
    @inline(__always)
    func peek() throws(ParseStop) -> UInt8 {
        guard self.offset < self.window.byteCount else { throw self.windowEnd() }
        return unsafe self.window.unsafeLoad(fromUncheckedByteOffset: self.offset, as: UInt8.self)
    }

    /// The next byte.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func read() throws(ParseStop) -> UInt8 {
        let byte = try self.peek()
        self.offset &+= 1
        return byte
    }

    /// Consumes a byte that must be there.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func expect(_ expected: Unicode.Scalar) throws(ParseStop) {
        let offset = self.offset
        guard offset < self.window.byteCount,
            unsafe self.window.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self) == UInt8(ascii: expected)
        else { throw self.unexpected(expected) }
        self.offset = offset &+ 1
    }

    /// Consumes four bytes if they are `text`, given lowest byte first, and tells whether they were.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func skip(ifNext text: UInt32) -> Bool {
        guard self.window.byteCount &- self.offset >= 4 else { return false }
        let next = unsafe self.window.unsafeLoadUnaligned(fromUncheckedByteOffset: self.offset, as: UInt32.self)
        guard next == text.littleEndian else { return false }
        self.offset &+= 4
        return true
    }

    /// Consumes `count` bytes of any kind and a line feed.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readRaw(_ count: Int) throws(ParseStop) -> Range<Int> {
        let available = self.window.byteCount &- self.offset
        guard available >= count else {
            let wanted = self.offset &+ count &+ 1
            self.offset = self.window.byteCount
            throw self.windowEnd(minimum: wanted)
        }
        let range = self.offset..<(self.offset &+ count)
        self.offset &+= count
        return range
    }
}
