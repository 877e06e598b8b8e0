/// The type of a field of a message (`Spec/wire-protocol.md` §6.3). Unknown types are carried as they are.
public struct FieldType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8
    /// Creates a type from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The namespace's name.
    public static let namespace = FieldType(rawValue: 0)
    /// The set's name.
    public static let set = FieldType(rawValue: 1)
    /// The user's key: particle type and value.
    public static let userKey = FieldType(rawValue: 2)
    /// The record's digest, 20 bytes.
    public static let digest = FieldType(rawValue: 4)
    /// The id of a scan or query, eight bytes.
    public static let taskID = FieldType(rawValue: 7)
    /// Milliseconds the server waits for the client, four bytes.
    public static let socketTimeout = FieldType(rawValue: 9)
    /// The limit of records per second, four bytes.
    public static let recordsPerSecond = FieldType(rawValue: 10)
    /// Partition numbers, two bytes each, little-endian.
    public static let partitions = FieldType(rawValue: 11)
    /// Digests to resume after, 20 bytes each.
    public static let resumeDigests = FieldType(rawValue: 12)
    /// The limit of records, eight bytes.
    public static let maximumRecords = FieldType(rawValue: 13)
    /// The values to resume an index query after.
    public static let resumeValues = FieldType(rawValue: 15)
    /// An index's name.
    public static let indexName = FieldType(rawValue: 21)
    /// The range of an index query.
    public static let indexRange = FieldType(rawValue: 22)
    /// The context of an index.
    public static let indexContext = FieldType(rawValue: 23)
    /// The expression of an index.
    public static let indexExpression = FieldType(rawValue: 24)
    /// The kind of an index.
    public static let indexKind = FieldType(rawValue: 26)
    /// The module of a function.
    public static let functionModule = FieldType(rawValue: 30)
    /// The name of a function.
    public static let functionName = FieldType(rawValue: 31)
    /// The arguments of a function.
    public static let functionArguments = FieldType(rawValue: 32)
    /// How a function is applied.
    public static let functionKind = FieldType(rawValue: 33)
    /// The rows of a batch.
    public static let batch = FieldType(rawValue: 41)
    /// The rows of a batch, old form.
    public static let batchWithSet = FieldType(rawValue: 42)
    /// A filter expression.
    public static let filterExpression = FieldType(rawValue: 43)
}
