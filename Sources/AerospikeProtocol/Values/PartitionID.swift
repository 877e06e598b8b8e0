/// The number of a partition, 0 to 4095.
public struct PartitionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number of partitions of every namespace.
    public static let count = 4096

    /// The number, 0 to 4095.
    public let number: UInt16

    /// Creates a partition number; `nil` if it is out of range.
    public init?(_ number: Int) {
        guard number >= 0, number < Self.count else { return nil }
        self.number = UInt16(number)
    }

    /// Creates a partition number from the lowest twelve bits.
    @inlinable
    @inline(__always)
    public init(truncating bits: UInt16) {
        self.number = bits & 4095
    }

    /// All partitions in order.
    public static let all: [PartitionID] = (0..<UInt16(Self.count)).map { PartitionID(truncating: $0) }

    /// The number as an index of an array of 4096.
    @inlinable
    @inline(__always)
    public var index: Int { Int(self.number) }

    /// Orders by number.
    @inlinable
    @inline(__always)
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// The number in decimal.
    public var description: String { String(self.number) }
}
