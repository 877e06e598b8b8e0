import AerospikeProtocol

/// A point in time in the resolutions that records use (`Spec/wire-protocol.md` §6.1).
struct Moment: Equatable, Sendable {
    /// Milliseconds since 1970, the resolution of last-update times.
    let milliseconds: UInt64

    /// Creates a moment from nanoseconds since 1970.
    init(nanoseconds: UInt64) { self.milliseconds = nanoseconds / 1_000_000 }

    /// Seconds since 2010, the resolution of void times; 0 before 2010.
    var seconds: UInt32 {
        UInt32(clamping: Int64(clamping: self.milliseconds / 1000) - VoidTime.epoch)
    }
}
