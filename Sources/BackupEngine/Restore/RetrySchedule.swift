/// When a failed batch is sent again (`Spec/semantics.md` §B6): at once, then after s, 2 s, 4 s and so on.
package struct RetrySchedule: Hashable, Sendable {
    /// The most retries of one batch; 0 for none.
    package var maximumRetries: Int
    /// The time s in microseconds.
    package var scale: Int

    /// Creates a schedule.
    package init(maximumRetries: Int = 5, scale: Int = 150_000) {
        self.maximumRetries = maximumRetries
        self.scale = scale
    }

    /// The time to wait before retry number `retry`, counted from 1; `nil` if there are to be no more.
    ///
    /// - Parameters:
    ///   - retry: The retry's number.
    ///   - jitter: From 0 to 1: waits between three and five quarters of the time, so that what failed together does
    ///     not come back together.
    package func delay(before retry: Int, jitter: Double = 0.5) -> Duration? {
        guard retry <= self.maximumRetries else { return nil }
        guard retry > 1 else { return .zero }
        let factor = 1 << min(retry - 2, 20)
        let (product, overflows) = self.scale.multipliedReportingOverflow(by: factor)
        let time = overflows ? Self.longest : min(product, Self.longest)
        return .microseconds(Int(Double(time) * (0.75 + 0.5 * min(max(jitter, 0), 1))))
    }

    /// An hour in microseconds.
    private static let longest = 3_600_000_000
}
