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

    /// Takes `amount` and says how long its taker has to wait.
    func wait(for amount: Int) -> Duration {
        let now = ContinuousClock.now - self.start
        return self.limit.withLock { $0.take(amount, now: now) }
    }
}
