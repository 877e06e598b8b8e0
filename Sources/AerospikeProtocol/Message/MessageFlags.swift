/// The first byte of flags of a message, `info1` (`Spec/wire-protocol.md` §6.2).
public struct Info1Flags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The message reads.
    public static let read = Info1Flags(rawValue: 0x01)
    /// All bins are wanted.
    public static let allBins = Info1Flags(rawValue: 0x02)
    /// A query that is short, servers from 6.0.
    public static let shortQuery = Info1Flags(rawValue: 0x04)
    /// The message is a batch.
    public static let batch = Info1Flags(rawValue: 0x08)
    /// The message comes from another cluster.
    public static let crossDatacenter = Info1Flags(rawValue: 0x10)
    /// Only metadata is wanted.
    public static let noBins = Info1Flags(rawValue: 0x20)
    /// Reads consult all replicas.
    public static let readAllReplicas = Info1Flags(rawValue: 0x40)
    /// The reply may be compressed.
    public static let compressReply = Info1Flags(rawValue: 0x80)
}

/// The second byte of flags of a message, `info2` (`Spec/wire-protocol.md` §6.2).
public struct Info2Flags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The message writes.
    public static let write = Info2Flags(rawValue: 0x01)
    /// The record is deleted.
    public static let delete = Info2Flags(rawValue: 0x02)
    /// The record's generation must equal the message's.
    public static let generationEqual = Info2Flags(rawValue: 0x04)
    /// The message's generation must be greater than the record's.
    public static let generationGreater = Info2Flags(rawValue: 0x08)
    /// The delete leaves a tombstone.
    public static let durableDelete = Info2Flags(rawValue: 0x10)
    /// The record must not exist.
    public static let createOnly = Info2Flags(rawValue: 0x20)
    /// A long query may relax its partition checks.
    public static let relaxLongQuery = Info2Flags(rawValue: 0x40)
    /// Every operation is answered.
    public static let respondAllOperations = Info2Flags(rawValue: 0x80)
}

/// The third byte of flags of a message, `info3` (`Spec/wire-protocol.md` §6.2).
public struct Info3Flags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// In a reply: the last message of the answer.
    public static let last = Info3Flags(rawValue: 0x01)
    /// In a request: acknowledge after the master's write.
    public static let commitMaster = Info3Flags(rawValue: 0x02)
    /// In a reply: the message tells of a partition, whose number is in the generation.
    public static let partitionDone = Info3Flags(rawValue: 0x04)
    /// In a request: the client understands results of single partitions.
    public static let partitionResults = Info3Flags(rawValue: 0x04)
    /// The record must exist; other bins stay.
    public static let updateOnly = Info3Flags(rawValue: 0x08)
    /// The record is created, or its bins are replaced.
    public static let createOrReplace = Info3Flags(rawValue: 0x10)
    /// The record must exist; its bins are replaced.
    public static let replaceOnly = Info3Flags(rawValue: 0x20)
    /// The read mode of strong consistency.
    public static let strongReadType = Info3Flags(rawValue: 0x40)
    /// Reads of strong consistency may be relaxed.
    public static let strongReadRelax = Info3Flags(rawValue: 0x80)
}
