/// The rates that a restore keeps to.
struct RestoreThrottles: Sendable {
    /// Bytes read a second.
    let bytes: Throttle?
    /// Records written a second.
    let records: Throttle?

    /// Makes the throttles that a plan asks for.
    init(plan: RestorePlan) {
        self.bytes = plan.bytesPerSecond > 0 ? Throttle(rate: plan.bytesPerSecond) : nil
        self.records = plan.recordsPerSecond > 0 ? Throttle(rate: plan.recordsPerSecond) : nil
    }
}
