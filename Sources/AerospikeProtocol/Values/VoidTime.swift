/// The moment a record expires, as the server keeps it: seconds since 2010-01-01T00:00:00Z, 0 for never.
///
/// Facts: `Spec/wire-protocol.md` §6.1.
public struct VoidTime: RawRepresentable, Hashable, Sendable {
    /// 2010-01-01T00:00:00Z in seconds since 1970.
    public static let epoch: Int64 = 1_262_304_000

    /// The time to live that means "never expires" in a write request.
    public static let neverTimeToLive: UInt32 = 0xFFFF_FFFF

    /// Seconds since the epoch of 2010; 0 means never.
    public let rawValue: UInt32

    /// Creates a void time from its value on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The record never expires.
    public static let never = VoidTime(rawValue: 0)

    /// Whether the record has expired at `now`, in seconds since the epoch of 2010.
    @inlinable
    @inline(__always)
    public func isExpired(at now: UInt32) -> Bool { self.rawValue != 0 && self.rawValue <= now }
}
