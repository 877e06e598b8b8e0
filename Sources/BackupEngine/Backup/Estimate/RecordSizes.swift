import Synchronization

/// The mean and the variance of the sizes of records, kept up to date record by record (Welford's method).
package struct SizeStatistics: Hashable, Sendable {
    /// The number of records.
    package private(set) var count = 0
    /// The sum of all sizes, in bytes.
    package private(set) var total = 0
    private var runningMean = 0.0
    private var squares = 0.0

    /// Creates statistics of no records.
    package init() {}

    /// Adds a record.
    ///
    /// - Parameter size: Its bytes of text.
    package mutating func add(_ size: Int) {
        self.count += 1
        self.total += size
        let distance = Double(size) - self.runningMean
        self.runningMean += distance / Double(self.count)
        self.squares += distance * (Double(size) - self.runningMean)
    }

    /// The mean size; 0 of fewer than two records, which tell nothing (`Spec/semantics.md` §A7).
    package var mean: Double { self.count > 1 ? self.runningMean : 0 }

    /// The variance of a sample, whose sum of squares is divided by one less than its size; 0 of fewer than two records.
    package var variance: Double { self.count > 1 ? self.squares / Double(self.count - 1) : 0 }
}

/// Takes down the sizes of the records that a worker writes.
final class RecordSizes: Sendable {
    private let sizes = Mutex(SizeStatistics())

    /// The sizes so far.
    var statistics: SizeStatistics { self.sizes.withLock { $0 } }

    /// Takes down the size of a record.
    func add(_ size: Int) { self.sizes.withLock { $0.add(size) } }
}
