/// A cursor over bytes that belong to somebody else.
///
/// All integers are big-endian unless a name says otherwise. Nothing is copied.
public struct ByteReader: ~Escapable {
    /// The bytes being read.
    public let bytes: RawSpan
    /// The offset of the next byte.
    @inlinable
    public var offset: Int { self.position }

    @usableFromInline
    var position: Int

    /// Creates a reader at the first byte.
    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
        self.position = 0
    }

    /// The number of bytes not yet read.
    @inlinable
    public var remaining: Int { self.bytes.byteCount &- self.position }

    /// Whether everything was read.
    @inlinable
    public var isAtEnd: Bool { self.position == self.bytes.byteCount }

    @inlinable
    @inline(__always)
    func check(_ count: Int) throws(ByteError) {
        guard count >= 0, count <= self.remaining else {
            throw ByteError(offset: self.position, wanted: count, available: self.remaining)
        }
    }

    /// Reads one byte.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readUInt8() throws(ByteError) -> UInt8 {
        try self.check(1)
        let value = unsafe self.bytes.unsafeLoad(fromUncheckedByteOffset: self.position, as: UInt8.self)
        self.position &+= 1
        return value
    }

    /// Reads two bytes, big-endian.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readUInt16() throws(ByteError) -> UInt16 {
        try self.check(2)
        let value = unsafe self.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: self.position, as: UInt16.self)
        self.position &+= 2
        return UInt16(bigEndian: value)
    }

    /// Reads four bytes, big-endian.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readUInt32() throws(ByteError) -> UInt32 {
        try self.check(4)
        let value = unsafe self.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: self.position, as: UInt32.self)
        self.position &+= 4
        return UInt32(bigEndian: value)
    }

    /// Reads eight bytes, big-endian.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readUInt64() throws(ByteError) -> UInt64 {
        try self.check(8)
        let value = unsafe self.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: self.position, as: UInt64.self)
        self.position &+= 8
        return UInt64(bigEndian: value)
    }

    /// Reads `count` bytes as a view of the input.
    @inlinable
    @inline(__always)
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readBytes(_ count: Int) throws(ByteError) -> RawSpan {
        try self.check(count)
        let slice = self.bytes.extracting(self.position..<(self.position &+ count))
        self.position &+= count
        return slice
    }

    /// Passes over `count` bytes.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func skip(_ count: Int) throws(ByteError) {
        try self.check(count)
        self.position &+= count
    }

    /// Continues at an offset, which must not lie behind the end.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func move(to offset: Int) {
        precondition(offset >= 0 && offset <= self.bytes.byteCount, "place behind the end")
        self.position = offset
    }
}
