/// The block that counter mode encrypts: a number of 128 bits that wraps at its end, big-endian in memory.
package struct CounterBlock: Hashable, Sendable {
    /// The bytes of a block.
    static let size = 16

    /// The number.
    let value: UInt128

    /// Creates a block of a number.
    package init(_ value: UInt128) { self.value = value }

    /// Creates a block of 16 bytes; bytes behind them are ignored, missing ones are 0.
    init(bytes: some Collection<UInt8>) {
        var value: UInt128 = 0
        for byte in bytes.prefix(Self.size) { value = value << 8 | UInt128(byte) }
        self.value = value << UInt128(8 * (Self.size - min(Self.size, bytes.count)))
    }

    /// The 16 bytes.
    var bytes: [UInt8] {
        (0..<Self.size).map { UInt8(truncatingIfNeeded: self.value >> UInt128(8 * (Self.size - 1 - $0))) }
    }

    /// The block so many blocks further on.
    func advanced(by blocks: UInt64) -> CounterBlock { CounterBlock(self.value &+ UInt128(blocks)) }
}
