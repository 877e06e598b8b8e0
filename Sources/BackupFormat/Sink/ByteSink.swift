import AerospikeProtocol

/// Writes to memory that was reserved before.
///
/// What is copied from an input is checked against the end of it. Stores of a few bytes are checked where assertions are
/// on, for those who write reserve room for all of them beforehand: that saves 6 per cent of encoding.
@safe
struct ByteSink {
    private let base: UnsafeMutableRawPointer
    private let limit: Int
    /// The number of bytes written.
    private(set) var count: Int

    /// Creates a sink for the `limit` bytes from `base` on, which must outlive it.
    @inline(__always)
    init(_ base: UnsafeMutableRawPointer, limit: Int) {
        unsafe self.base = base
        self.limit = limit
        self.count = 0
    }

    /// Checks that there is room for `size` more bytes.
    @inline(__always)
    func claim(_ size: Int) {
        precondition(size <= self.limit &- self.count, "more bytes than were reserved")
    }

    /// Checks a small store where assertions are on, as in tests and fuzzers.
    @inline(__always)
    private func check(_ size: Int) {
        assert(size <= self.limit &- self.count, "more bytes than were reserved")
    }

    /// Writes one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        self.check(1)
        unsafe (self.base + self.count).storeBytes(of: byte, as: UInt8.self)
        self.count &+= 1
    }

    /// Writes a number's bytes, lowest first.
    @inline(__always)
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(littleEndian value: Value) {
        self.check(MemoryLayout<Value>.size)
        unsafe (self.base + self.count).storeBytes(of: value.littleEndian, as: Value.self)
        self.count &+= MemoryLayout<Value>.size
    }

    /// Writes the lowest `count` bytes of a word, lowest first. There must be room for all of it.
    @inline(__always)
    mutating func append<Word: FixedWidthInteger & BitwiseCopyable>(word: Word, count: Int) {
        self.check(MemoryLayout<Word>.size)
        unsafe (self.base + self.count).storeBytes(of: word.littleEndian, as: Word.self)
        self.count &+= count
    }

    /// Moves `size` bytes that were written one place to the left, over the byte in front of them, and puts another behind.
    @inline(__always)
    mutating func shiftLeft(_ size: Int, from offset: Int, then byte: UInt8) {
        precondition(offset > 0 && offset &+ size <= self.count, "bytes that were not written")
        unsafe (self.base + offset - 1).copyMemory(from: self.base + offset, byteCount: size)
        unsafe (self.base + offset + size - 1).storeBytes(of: byte, as: UInt8.self)
    }

    /// Drops what was written behind the first `count` bytes.
    @inline(__always)
    mutating func truncate(to count: Int) {
        precondition(count <= self.count, "truncation beyond the end")
        self.count = count
    }

    /// Writes a number's bytes, highest first.
    @inline(__always)
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(bigEndian value: Value) {
        self.append(littleEndian: value.byteSwapped)
    }

    /// Overwrites four bytes at `offset`, which were written, with a number, highest byte first.
    @inline(__always)
    mutating func overwrite(bigEndian value: UInt32, at offset: Int) {
        precondition(offset >= 0 && offset &+ 4 <= self.count, "overwrite behind the end")
        unsafe (self.base + offset).storeBytes(of: value.bigEndian, as: UInt32.self)
    }

    /// Writes a copy of `bytes`.
    @inline(__always)
    mutating func append(_ bytes: RawSpan) {
        let size = bytes.byteCount
        self.claim(size)
        unsafe bytes.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            unsafe (self.base + self.count).copyMemory(from: start, byteCount: size)
        }
        self.count &+= size
    }

    /// Writes a copy of a few bytes, eight at a time: short ones cost a call of `memcpy` as much as three such pieces.
    ///
    /// - Parameters:
    ///   - bytes: At least as many bytes as the next multiple of eight of `count`.
    ///   - count: How many of them are meant. There must be room for the multiple of eight.
    @inline(__always)
    mutating func append(padded bytes: RawSpan, count: Int) {
        let size = (count &+ 7) & ~7
        precondition(size <= bytes.byteCount, "fewer bytes than were promised")
        self.claim(size)
        for offset in stride(from: 0, to: count, by: 8) {
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            unsafe (self.base + self.count + offset).storeBytes(of: word, as: UInt64.self)
        }
        self.count &+= count
    }

    /// Writes the base64 of `bytes`.
    @inline(__always)
    mutating func append(base64 bytes: RawSpan) {
        let size = Base64.encodedLength(of: bytes.byteCount)
        self.claim(size)
        unsafe Base64.encode(bytes, into: self.base + self.count)
        self.count &+= size
    }

    /// Writes the bytes of base64 that was checked, whose padding may stand anywhere.
    @inline(__always)
    mutating func append(decoding text: RawSpan) {
        self.claim(text.byteCount / 4 &* 3)
        let size = unsafe Base64.decode(text, into: self.base + self.count)
        if size >= 0 { self.count &+= size } else { self.append(decodingGroupsOf: text) }
    }

    /// Three bytes for a group, two if only its last character is `=`, one if its third and its last are.
    @inline(never)
    private mutating func append(decodingGroupsOf text: RawSpan) {
        let padding = UInt8(ascii: "=")
        for group in stride(from: 0, to: text.byteCount & ~3, by: 4) {
            let bits = (0..<4).reduce(UInt32(0)) { bits, place in
                bits << 6 | UInt32(LenientBase64.value(of: text.byte(at: group + place)) ?? 0)
            }
            let isShort = text.byte(at: group + 3) == padding
            let size = isShort ? (text.byte(at: group + 2) == padding ? 1 : 2) : 3
            for place in 0..<size { self.append(UInt8(truncatingIfNeeded: bits >> (16 - 8 * UInt32(place)))) }
        }
    }
}
