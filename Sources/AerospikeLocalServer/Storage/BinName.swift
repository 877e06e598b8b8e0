import AerospikeProtocol

/// A bin's name of at most 15 bytes, held in two registers so that names are compared without touching memory.
struct BinName: Hashable, Sendable {
    /// The longest name, in bytes.
    static let maximumSize = 15

    private let high: UInt64
    /// Bytes 8 to 14, and the length in the lowest byte.
    private let low: UInt64

    /// Creates a name; `nil` if it has more than 15 bytes.
    init?(_ bytes: RawSpan) {
        guard bytes.byteCount <= Self.maximumSize else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for offset in 0..<bytes.byteCount {
            let byte = UInt64(bytes.byte(at: offset))
            if offset < 8 {
                high |= byte << UInt64(56 &- offset &* 8)
            } else {
                low |= byte << UInt64(120 &- offset &* 8)
            }
        }
        self.high = high
        self.low = low | UInt64(bytes.byteCount)
    }

    /// The number of bytes.
    var count: Int { Int(self.low & 0xFF) }

    /// The byte at an offset below `count`.
    private func byte(at offset: Int) -> UInt8 {
        let word = offset < 8 ? self.high : self.low
        return UInt8(truncatingIfNeeded: word >> UInt64(56 &- (offset & 7) &* 8))
    }

    /// Whether the name holds a zero byte, which the server refuses.
    var hasZeroByte: Bool { (0..<self.count).contains { self.byte(at: $0) == 0 } }

    /// The name's bytes.
    var bytes: [UInt8] { (0..<self.count).map { self.byte(at: $0) } }

    /// Appends the name's bytes to `writer`.
    func write(to writer: inout ByteWriter) {
        for offset in 0..<self.count { writer.append(self.byte(at: offset)) }
    }
}
