import AerospikeProtocol

/// Where the parts of an operation stand in the body of a scan's reply.
struct ScannedBin {
    /// The bytes in front of a bin's name (`Spec/wire-protocol.md` §6.4).
    private static let headSize = 8

    /// The type of the value.
    let particleType: ParticleType
    /// The bytes of the name.
    let name: Range<Int>
    /// The bytes of the value.
    let value: Range<Int>

    /// Reads the operation at an offset.
    ///
    /// - Returns: `nil` if its sizes contradict each other or what is left.
    @inline(__always)
    init?(at offset: Int, of bytes: RawSpan) {
        let nameStart = offset &+ Self.headSize
        guard nameStart <= bytes.byteCount else { return nil }
        let head = UInt64(
            bigEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
        )
        let nameEnd = nameStart &+ Int(head & 0xFF)
        let end = offset &+ 4 &+ Int(head >> 32)
        guard nameEnd <= end, end <= bytes.byteCount else { return nil }
        self.particleType = ParticleType(rawValue: UInt8(truncatingIfNeeded: head >> 16))
        self.name = unsafe Range(uncheckedBounds: (nameStart, nameEnd))
        self.value = unsafe Range(uncheckedBounds: (nameEnd, end))
    }
}
