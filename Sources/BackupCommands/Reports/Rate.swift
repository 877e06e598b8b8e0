/// Amounts a second between two looks at counters.
struct Rate: Hashable, Sendable {
    /// Counters at one moment.
    struct Sample: Hashable, Sendable {
        /// Seconds on a steady clock.
        var time: Double
        /// Records so far.
        var records: Int
        /// Bytes so far.
        var bytes: UInt64

        /// The start: nothing yet.
        static let zero = Sample(time: 0, records: 0, bytes: 0)
    }

    /// Records a second.
    let records: Int
    /// KiB a second.
    let kibibytes: Int

    /// Computes the rate between two samples; 0 if no time has passed.
    init(from start: Sample, to end: Sample) {
        let seconds = end.time - start.time
        guard seconds > 0 else {
            self.records = 0
            self.kibibytes = 0
            return
        }
        self.records = Int(Double(end.records - start.records) / seconds)
        self.kibibytes = Int((Double(end.bytes) - Double(start.bytes)) / 1024 / seconds)
    }
}
