import Glibc

/// Tells the time; tests put in one that stands still or jumps.
public struct WallClock: Sendable {
    private let read: @Sendable () -> UInt64

    /// Creates a clock.
    ///
    /// - Parameter read: Returns nanoseconds since 1970-01-01T00:00:00Z.
    public init(_ read: @escaping @Sendable () -> UInt64) { self.read = read }

    /// The machine's clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
    }

    /// A clock that tells a time so many seconds later than this one, or earlier if negative.
    func ahead(seconds: Int) -> WallClock {
        guard seconds != 0 else { return self }
        let difference = UInt64(seconds.magnitude) * 1_000_000_000
        return WallClock {
            let now = self.nanoseconds
            return seconds > 0 ? now &+ difference : now - min(now, difference)
        }
    }

    /// Nanoseconds since 1970.
    var nanoseconds: UInt64 { self.read() }

    /// This moment in the two resolutions that records use.
    var moment: Moment { Moment(nanoseconds: self.read()) }
}
