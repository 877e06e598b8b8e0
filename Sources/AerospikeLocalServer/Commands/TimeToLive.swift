import AerospikeProtocol

/// What the time to live of a write request does (`Spec/wire-protocol.md` §9.2).
enum TimeToLive {
    /// The longest time to live, ten years in seconds.
    private static let maximum: UInt32 = 315_360_000

    /// The void time a write gives its record.
    ///
    /// - Parameters:
    ///   - requested: The value of the request.
    ///   - current: The void time of the record; `nil` if the write creates it.
    ///   - settings: The namespace's values.
    ///   - moment: Now.
    /// - Throws: Result 4 for a value out of range, 22 if the namespace forbids times to live.
    static func voidTime(
        requested: UInt32,
        current: VoidTime?,
        settings: NamespaceSettings.Values,
        at moment: Moment
    ) throws(OperationFailure) -> VoidTime {
        switch requested {
        case VoidTime.neverTimeToLive: return .never
        case 0xFFFF_FFFE:
            if let current { return current }
            return try Self.voidTime(requested: 0, current: nil, settings: settings, at: moment)
        case 0 where settings.defaultTimeToLive == 0: return .never
        case 0...Self.maximum:
            guard settings.sweepPeriod > 0 || settings.allowsTimeToLiveWithoutSweep else {
                throw OperationFailure(.forbidden)
            }
            let seconds = requested == 0 ? settings.defaultTimeToLive : requested
            return VoidTime(rawValue: moment.seconds &+ seconds)
        default: throw OperationFailure(.parameter)
        }
    }
}
