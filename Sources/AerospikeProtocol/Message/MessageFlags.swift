/// The first byte of flags of a message, `info1` (`Spec/wire-protocol.md` §6.2).
public struct Info1Flags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The message reads.
    @inlinable public static var read: Self { Self(rawValue: 0x01) }
    /// All bins are wanted.
    @inlinable public static var allBins: Self { Self(rawValue: 0x02) }
    /// A query that is short, servers from 6.0.
    @inlinable public static var shortQuery: Self { Self(rawValue: 0x04) }
    /// The message is a batch.
    @inlinable public static var batch: Self { Self(rawValue: 0x08) }
    /// The message comes from another cluster.
    @inlinable public static var crossDatacenter: Self { Self(rawValue: 0x10) }
    /// Only metadata is wanted.
    @inlinable public static var noBins: Self { Self(rawValue: 0x20) }
    /// Reads consult all replicas.
    @inlinable public static var readAllReplicas: Self { Self(rawValue: 0x40) }
    /// The reply may be compressed.
    @inlinable public static var compressReply: Self { Self(rawValue: 0x80) }
}

/// The second byte of flags of a message, `info2` (`Spec/wire-protocol.md` §6.2).
public struct Info2Flags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The message writes.
    @inlinable public static var write: Self { Self(rawValue: 0x01) }
    /// The record is deleted.
    @inlinable public static var delete: Self { Self(rawValue: 0x02) }
    /// The record's generation must equal the message's.
    @inlinable public static var generationEqual: Self { Self(rawValue: 0x04) }
    /// The message's generation must be greater than the record's.
    @inlinable public static var generationGreater: Self { Self(rawValue: 0x08) }
    /// The delete leaves a tombstone.
    @inlinable public static var durableDelete: Self { Self(rawValue: 0x10) }
    /// The record must not exist.
    @inlinable public static var createOnly: Self { Self(rawValue: 0x20) }
    /// A long query may relax its partition checks.
    @inlinable public static var relaxLongQuery: Self { Self(rawValue: 0x40) }
    /// Every operation is answered.
    @inlinable public static var respondAllOperations: Self { Self(rawValue: 0x80) }
}

/// The third byte of flags of a message, `info3` (`Spec/wire-protocol.md` §6.2).
public struct Info3Flags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// In a reply: the last message of the answer.
    @inlinable public static var last: Self { Self(rawValue: 0x01) }
    /// In a request: acknowledge after the master's write.
    @inlinable public static var commitMaster: Self { Self(rawValue: 0x02) }
    /// In a reply: the message tells of a partition, whose number is in the generation.
    @inlinable public static var partitionDone: Self { Self(rawValue: 0x04) }
    /// In a request: the client understands results of single partitions.
    @inlinable public static var partitionResults: Self { Self(rawValue: 0x04) }
    /// The record must exist; other bins stay.
    @inlinable public static var updateOnly: Self { Self(rawValue: 0x08) }
    /// The record is created, or its bins are replaced.
    @inlinable public static var createOrReplace: Self { Self(rawValue: 0x10) }
    /// The record must exist; its bins are replaced.
    @inlinable public static var replaceOnly: Self { Self(rawValue: 0x20) }
    /// The read mode of strong consistency.
    @inlinable public static var strongReadType: Self { Self(rawValue: 0x40) }
    /// Reads of strong consistency may be relaxed.
    @inlinable public static var strongReadRelax: Self { Self(rawValue: 0x80) }
}
