/// The flags of a whole batch (`Spec/wire-protocol.md` §10).
public struct BatchFlags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Rows of namespaces in memory are run at once.
    public static let inlineMemory = BatchFlags(rawValue: 0x01)
    /// Rows of namespaces on devices are run at once.
    public static let inlineDevice = BatchFlags(rawValue: 0x02)
    /// Every row is answered, failed ones too.
    public static let respondAllKeys = BatchFlags(rawValue: 0x04)
    /// A failing row is answered as well, before the end.
    public static let reportFailingRow = BatchFlags(rawValue: 0x08)
}

/// The flags of a row of a batch (`Spec/wire-protocol.md` §10).
public struct BatchRowFlags: OptionSet, Hashable, Sendable {
    /// The bits on the wire.
    public let rawValue: UInt8
    /// Creates flags from the bits on the wire.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Everything but index and digest is that of the last full row.
    public static let repeated = BatchRowFlags(rawValue: 0x01)
    /// The row has its own `info2` and `info3`.
    public static let hasInfo = BatchRowFlags(rawValue: 0x02)
    /// The row has a generation.
    public static let hasGeneration = BatchRowFlags(rawValue: 0x04)
    /// The row has a time to live.
    public static let hasTimeToLive = BatchRowFlags(rawValue: 0x08)
    /// The row has its own `info4`.
    public static let hasInfo4 = BatchRowFlags(rawValue: 0x10)
}
