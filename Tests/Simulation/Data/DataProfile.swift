/// Which records a scenario has.
struct DataProfile: Hashable, Sendable {
    /// Chooses the values.
    var seed: UInt64
    /// The number of records.
    var records: Int
    /// The most bins of a record.
    var maximumBins: Int
    /// The most bytes of a text or blob.
    var maximumValue: Int
    /// The number of sets.
    var sets: Int
}
