/// What expressions may ask of a record (`Spec/wire-protocol.md` §15).
package protocol ExpressionRecord {
    /// The bytes of the set's name; empty without a set.
    var setName: [UInt8] { get }
    /// The 20 bytes of the digest.
    var digest: [UInt8] { get }
    /// The time of the last update, in nanoseconds since 1970.
    var lastUpdateNanoseconds: Int64 { get }
    /// The time since the last update, in milliseconds.
    var sinceUpdateMilliseconds: Int64 { get }
    /// The time of expiry, in nanoseconds since 1970; −1 for never.
    var voidTimeNanoseconds: Int64 { get }
    /// The time to live, in seconds; −1 for ever.
    var timeToLiveSeconds: Int64 { get }
    /// The size of the stored record, in bytes.
    var recordSize: Int64 { get }
    /// The stored user key, nil when there is none.
    var storedKey: BinParticle? { get }
    /// The value of a bin, nil when there is no such bin.
    func bin(named name: [UInt8]) -> BinParticle?
}
