/// The rates that the workers of a backup keep to together.
struct BackupThrottles: Sendable {
    /// Bytes written a second.
    let bytes: Throttle?
    /// Records read a second.
    let records: Throttle?

    /// Makes the throttles that a plan asks for.
    init(plan: BackupPlan) {
        self.bytes = plan.bytesPerSecond > 0 ? Throttle(rate: plan.bytesPerSecond) : nil
        self.records = plan.recordsPerSecond > 0 ? Throttle(rate: UInt64(plan.recordsPerSecond)) : nil
    }
}
