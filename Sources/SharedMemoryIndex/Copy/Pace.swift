import Glibc

/// Says how long to wait so that bytes stay under a rate. A pure value: the time is given to it.
struct Pace: Hashable, Sendable {
    private let rate: Double
    private var free = 0.0

    /// Creates a pace.
    init(bytesPerSecond: UInt64) { self.rate = Double(max(1, bytesPerSecond)) }

    /// Takes bytes that were moved at a time.
    ///
    /// - Returns: The seconds to wait before more are moved.
    mutating func take(_ bytes: Int, at seconds: Double) -> Double {
        self.free = max(self.free, seconds) + Double(bytes) / self.rate
        return self.free - seconds
    }
}

/// Waiting of a thread.
enum Pause {
    /// Waits some seconds, or until a signal comes.
    static func seconds(_ seconds: Double) {
        var left = seconds
        while left > 0, !Interruption.isRequested {
            let step = min(left, 0.2)
            usleep(UInt32(step * 1e6))
            left -= step
        }
    }
}
