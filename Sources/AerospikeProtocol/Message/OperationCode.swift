/// What an operation does with a bin (`Spec/wire-protocol.md` §6.4). Unknown codes are carried as they are.
public struct OperationCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8
    /// Creates a code from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reads the bin.
    @inlinable public static var read: Self { Self(rawValue: 1) }
    /// Writes the bin.
    @inlinable public static var write: Self { Self(rawValue: 2) }
    /// Reads of a list or map.
    @inlinable public static var collectionRead: Self { Self(rawValue: 3) }
    /// Changes a list or map.
    @inlinable public static var collectionModify: Self { Self(rawValue: 4) }
    /// Adds to a number.
    @inlinable public static var increment: Self { Self(rawValue: 5) }
    /// Reads the value of an expression.
    @inlinable public static var expressionRead: Self { Self(rawValue: 7) }
    /// Writes the value of an expression.
    @inlinable public static var expressionModify: Self { Self(rawValue: 8) }
    /// Appends to a string or blob.
    @inlinable public static var append: Self { Self(rawValue: 9) }
    /// Prepends to a string or blob.
    @inlinable public static var prepend: Self { Self(rawValue: 10) }
    /// Renews the record's time to live.
    @inlinable public static var touch: Self { Self(rawValue: 11) }
    /// Reads bits.
    @inlinable public static var bitsRead: Self { Self(rawValue: 12) }
    /// Changes bits.
    @inlinable public static var bitsModify: Self { Self(rawValue: 13) }
    /// Deletes the record's bins.
    @inlinable public static var deleteAll: Self { Self(rawValue: 14) }
    /// Reads a HyperLogLog sketch.
    @inlinable public static var hyperLogLogRead: Self { Self(rawValue: 15) }
    /// Changes a HyperLogLog sketch.
    @inlinable public static var hyperLogLogModify: Self { Self(rawValue: 16) }
}
