extension Array where Element == UInt8 {
    /// Copies the bytes of a span.
    public init(copying bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { source in unsafe [UInt8](source) }
    }
}

extension String {
    /// Decodes bytes as UTF-8; bytes that are not UTF-8 become replacement characters.
    public init(decoding bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { source in unsafe String(decoding: source, as: UTF8.self) }
    }
}

extension RawSpan {
    /// Whether both spans hold the same bytes.
    public func isEqual(to other: RawSpan) -> Bool {
        guard self.byteCount == other.byteCount else { return false }
        for offset in self.byteOffsets where self.byte(at: offset) != other.byte(at: offset) { return false }
        return true
    }

    /// Whether the span holds exactly the bytes of `text`.
    public func isEqual(to text: StaticString) -> Bool {
        guard self.byteCount == text.utf8CodeUnitCount else { return false }
        for offset in self.byteOffsets where unsafe self.byte(at: offset) != text.utf8Start[offset] { return false }
        return true
    }

    /// The byte at `offset`, which must lie inside the span.
    @inlinable
    @inline(__always)
    public func byte(at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < self.byteCount, "byte offset out of bounds")
        return unsafe self.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }
}

extension Array where Element == UInt8 {
    /// A view of the array's bytes, in place.
    public var view: RawSpan {
        @_lifetime(borrow self)
        @inlinable
        @inline(__always)
        get { unsafe self.span.bytes }
    }
}

extension ArraySlice where Element == UInt8 {
    /// A view of the slice's bytes, in place.
    public var view: RawSpan {
        @_lifetime(borrow self)
        @inlinable
        @inline(__always)
        get { unsafe self.span.bytes }
    }
}
