/// What became of some records.
package struct RecordCounts: Hashable, Sendable {
    /// Records read.
    package var records = 0
    /// Records whose void time has passed.
    package var expired = 0
    /// Records left out by the set or bin list, or without bins.
    package var skipped = 0
    /// Records that the server refused and that were passed over.
    package var ignored = 0
    /// Records written.
    package var inserted = 0
    /// Records that existed and were to be kept.
    package var existed = 0
    /// Records that the namespace holds in the same or a higher generation.
    package var fresher = 0

    /// Creates counts of 0.
    package init() {}

    /// The counts in the order in which a journal has them.
    static let fields: [any WritableKeyPath<RecordCounts, Int> & Sendable] = [
        \.records, \.expired, \.skipped, \.ignored, \.inserted, \.existed, \.fresher,
    ]

    /// More than any restore can reach, so that sums of counts never overflow, whatever a journal says.
    static let most = 1 << 56

    /// Adds others; sums stay below the largest number.
    mutating func add(_ other: RecordCounts) {
        Self.add(other.records, to: &self.records)
        Self.add(other.expired, to: &self.expired)
        Self.add(other.skipped, to: &self.skipped)
        Self.add(other.ignored, to: &self.ignored)
        Self.add(other.inserted, to: &self.inserted)
        Self.add(other.existed, to: &self.existed)
        Self.add(other.fresher, to: &self.fresher)
    }

    private static func add(_ count: Int, to total: inout Int) {
        let (sum, overflows) = total.addingReportingOverflow(count)
        total = overflows ? Self.most : min(sum, Self.most)
    }
}
