/// The type of a field of a message (`Spec/wire-protocol.md` §6.3). Unknown types are carried as they are.
public struct FieldType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8
    /// Creates a type from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The namespace's name.
    @inlinable public static var namespace: Self { Self(rawValue: 0) }
    /// The set's name.
    @inlinable public static var set: Self { Self(rawValue: 1) }
    /// The user's key: particle type and value.
    @inlinable public static var userKey: Self { Self(rawValue: 2) }
    /// The record's digest, 20 bytes.
    @inlinable public static var digest: Self { Self(rawValue: 4) }
    /// The id of a scan or query, eight bytes.
    @inlinable public static var taskID: Self { Self(rawValue: 7) }
    /// Milliseconds the server waits for the client, four bytes.
    @inlinable public static var socketTimeout: Self { Self(rawValue: 9) }
    /// The limit of records per second, four bytes.
    @inlinable public static var recordsPerSecond: Self { Self(rawValue: 10) }
    /// Partition numbers, two bytes each, little-endian.
    @inlinable public static var partitions: Self { Self(rawValue: 11) }
    /// Digests to resume after, 20 bytes each.
    @inlinable public static var resumeDigests: Self { Self(rawValue: 12) }
    /// The limit of records, eight bytes.
    @inlinable public static var maximumRecords: Self { Self(rawValue: 13) }
    /// The values to resume an index query after.
    @inlinable public static var resumeValues: Self { Self(rawValue: 15) }
    /// An index's name.
    @inlinable public static var indexName: Self { Self(rawValue: 21) }
    /// The range of an index query.
    @inlinable public static var indexRange: Self { Self(rawValue: 22) }
    /// The context of an index.
    @inlinable public static var indexContext: Self { Self(rawValue: 23) }
    /// The expression of an index.
    @inlinable public static var indexExpression: Self { Self(rawValue: 24) }
    /// The kind of an index.
    @inlinable public static var indexKind: Self { Self(rawValue: 26) }
    /// The module of a function.
    @inlinable public static var functionModule: Self { Self(rawValue: 30) }
    /// The name of a function.
    @inlinable public static var functionName: Self { Self(rawValue: 31) }
    /// The arguments of a function.
    @inlinable public static var functionArguments: Self { Self(rawValue: 32) }
    /// How a function is applied.
    @inlinable public static var functionKind: Self { Self(rawValue: 33) }
    /// The rows of a batch.
    @inlinable public static var batch: Self { Self(rawValue: 41) }
    /// The rows of a batch, old form.
    @inlinable public static var batchWithSet: Self { Self(rawValue: 42) }
    /// A filter expression.
    @inlinable public static var filterExpression: Self { Self(rawValue: 43) }
}
