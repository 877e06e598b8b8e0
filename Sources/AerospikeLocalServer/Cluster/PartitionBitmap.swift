import AerospikeProtocol

/// One bit for each partition, the highest bit of the first byte first (`Spec/wire-protocol.md` §3.3).
struct PartitionBitmap: Hashable, Sendable {
    /// The 512 bytes as clients read them.
    private(set) var bytes: [UInt8]

    /// Creates a bitmap.
    init(bytes: [UInt8]) { self.bytes = bytes }

    /// No partition.
    static let none = PartitionBitmap(bytes: [UInt8](repeating: 0, count: PartitionID.count / 8))
    /// All partitions.
    static let all = PartitionBitmap(bytes: [UInt8](repeating: 0xFF, count: PartitionID.count / 8))

    /// The bit of a partition.
    subscript(_ partition: PartitionID) -> Bool {
        get { self.bytes[partition.index >> 3] & Self.mask(of: partition) != 0 }
        set {
            if newValue {
                self.bytes[partition.index >> 3] |= Self.mask(of: partition)
            } else {
                self.bytes[partition.index >> 3] &= ~Self.mask(of: partition)
            }
        }
    }

    /// The number of bits that are set.
    var count: Int { self.bytes.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The number of bits that differ from another bitmap.
    func differences(from other: PartitionBitmap) -> Int {
        zip(self.bytes, other.bytes).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    }

    private static func mask(of partition: PartitionID) -> UInt8 { 0x80 >> UInt8(partition.number & 7) }
}
