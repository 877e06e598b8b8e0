/// Says how long to wait so that amounts stay under a rate. A pure value: the time is given to it.
///
/// The allowance grows by `rate` each second and holds at most one second's worth, so that a burst after a pause is
/// bounded.
package struct RateLimit: Sendable {
    /// The amount allowed each second.
    private let rate: Double
    private var allowance: Double
    private var lastTime: Duration

    /// Creates a limit whose first second is allowed at once.
    ///
    /// - Parameters:
    ///   - rate: The amount allowed each second, at least 1.
    ///   - now: The time on a steady clock.
    package init(rate: UInt64, now: Duration) {
        self.rate = Double(max(1, rate))
        self.allowance = self.rate
        self.lastTime = now
    }

    /// Takes `amount` and returns how long the taker has to wait before going on.
    package mutating func take(_ amount: Int, now: Duration) -> Duration {
        let elapsed =
            Double((now - self.lastTime).components.attoseconds) * 1e-18
            + Double((now - self.lastTime).components.seconds)
        self.lastTime = now
        self.allowance = min(self.rate, self.allowance + max(0, elapsed) * self.rate)
        self.allowance -= Double(amount)
        guard self.allowance < 0 else { return .zero }
        return .milliseconds(Int((-self.allowance / self.rate * 1000).rounded(.up)))
    }
}
