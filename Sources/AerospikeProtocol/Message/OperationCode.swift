/// What an operation does with a bin (`Spec/wire-protocol.md` §6.4). Unknown codes are carried as they are.
public struct OperationCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8
    /// Creates a code from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reads the bin.
    public static let read = OperationCode(rawValue: 1)
    /// Writes the bin.
    public static let write = OperationCode(rawValue: 2)
    /// Reads of a list or map.
    public static let collectionRead = OperationCode(rawValue: 3)
    /// Changes a list or map.
    public static let collectionModify = OperationCode(rawValue: 4)
    /// Adds to a number.
    public static let increment = OperationCode(rawValue: 5)
    /// Reads the value of an expression.
    public static let expressionRead = OperationCode(rawValue: 7)
    /// Writes the value of an expression.
    public static let expressionModify = OperationCode(rawValue: 8)
    /// Appends to a string or blob.
    public static let append = OperationCode(rawValue: 9)
    /// Prepends to a string or blob.
    public static let prepend = OperationCode(rawValue: 10)
    /// Renews the record's time to live.
    public static let touch = OperationCode(rawValue: 11)
    /// Reads bits.
    public static let bitsRead = OperationCode(rawValue: 12)
    /// Changes bits.
    public static let bitsModify = OperationCode(rawValue: 13)
    /// Deletes the record's bins.
    public static let deleteAll = OperationCode(rawValue: 14)
    /// Reads a HyperLogLog sketch.
    public static let hyperLogLogRead = OperationCode(rawValue: 15)
    /// Changes a HyperLogLog sketch.
    public static let hyperLogLogModify = OperationCode(rawValue: 16)
}
