import Synchronization

/// The values of a namespace that decide about commands and that `set-config` changes.
final class NamespaceSettings: Sendable {
    /// The values.
    struct Values: Sendable {
        /// The time to live of records written with 0, in seconds; 0 for ever.
        var defaultTimeToLive: UInt32 = 0
        /// How often expired records are swept, in seconds; 0 forbids times to live.
        var sweepPeriod: UInt32 = 10
        /// Whether times to live are allowed though nothing is swept.
        var allowsTimeToLiveWithoutSweep = false
        /// The most bytes of a record.
        var maximumRecordSize = 1_048_576
        /// Everything else that was set, by name.
        var others: [String: String] = [:]
    }

    private let state = Mutex(Values())

    /// The values at this moment.
    var values: Values { self.state.withLock { $0 } }

    /// Changes the values.
    func update(_ change: (inout Values) -> Void) { self.state.withLock { change(&$0) } }
}
