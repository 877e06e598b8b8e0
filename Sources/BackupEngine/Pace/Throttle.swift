import Synchronization

/// Slows workers down together so that their sum stays under a rate.
package final class Throttle: Sendable {
    private let limit: Mutex<RateLimit>
    private let start: ContinuousClock.Instant

    /// Creates a throttle.
    ///
    /// - Parameter rate: The amount allowed each second over all workers, at least 1.
    package init(rate: UInt64) {
        self.limit = Mutex(RateLimit(rate: rate, now: .zero))
        self.start = .now
    }

    /// Takes `amount` and waits as long as the rate demands.
    ///
    /// - Throws: `CancellationError` if the task is cancelled meanwhile.
    package func take(_ amount: Int) async throws {
        let wait = self.wait(for: amount)
        if wait > .zero { try await Task.sleep(for: wait) }
    }

    /// How often a waiting taker looks at its signal.
    private static let look = Duration.milliseconds(100)

    /// Takes `amount` and waits as long as the rate demands, but not beyond a stop.
    ///
    /// - Throws: `CancellationError` if the task is cancelled meanwhile.
    func take(_ amount: Int, until stop: StopSignal) async throws {
        let end = ContinuousClock.now + self.wait(for: amount)
        while !stop.isRequested {
            let now = ContinuousClock.now
            guard now < end else { return }
            try await Task.sleep(until: min(end, now + Self.look), clock: .continuous)
        }
    }

    /// Takes `amount` and says how long its taker has to wait.
    func wait(for amount: Int) -> Duration {
        let now = ContinuousClock.now - self.start
        return self.limit.withLock { $0.take(amount, now: now) }
    }
}
