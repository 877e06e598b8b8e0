import Synchronization

/// What a restore has done so far; workers add to it, reports read it.
package final class RestoreStatistics: Sendable {
    /// The counters, one for each number of the report.
    package struct Counts: Hashable, Sendable {
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
        /// Secondary indexes read.
        package var indexes = 0
        /// Secondary indexes left out by the set list.
        package var skippedIndexes = 0
        /// Secondary indexes that were there already.
        package var matchedIndexes = 0
        /// Secondary indexes that differ and could not be replaced.
        package var mismatchedIndexes = 0
        /// Modules read.
        package var modules = 0
        /// Commands sent again.
        package var retries = 0
        /// Bytes of the backup read and parsed.
        package var bytes: UInt64 = 0
        /// Records of those that an earlier run has read.
        package private(set) var earlierRecords = 0
        /// Bytes of those that an earlier run has parsed, as far as this one has passed over them.
        package private(set) var earlierBytes: UInt64 = 0
        /// Bytes of the whole backup; `nil` if nobody knows.
        package var expectedBytes: UInt64?

        /// Creates counters of 0.
        package init() {}

        /// Takes over what an earlier run has counted.
        mutating func resume(_ counts: RecordCounts) {
            self.add(counts)
            self.earlierRecords += counts.records
        }

        /// Passes over bytes that an earlier run has parsed.
        mutating func pass(_ bytes: UInt64) {
            self.bytes += bytes
            self.earlierBytes += bytes
        }

        /// Adds what became of some records.
        mutating func add(_ counts: RecordCounts) {
            self.records += counts.records
            self.expired += counts.expired
            self.skipped += counts.skipped
            self.ignored += counts.ignored
            self.inserted += counts.inserted
            self.existed += counts.existed
            self.fresher += counts.fresher
        }
    }

    private let counts = Mutex(Counts())

    /// Creates empty statistics.
    package init() {}

    /// The counters now.
    package var now: Counts { self.counts.withLock { $0 } }

    /// Sets the number of bytes of the whole backup; `nil` if nobody knows.
    func expect(bytes: UInt64?) { self.update { $0.expectedBytes = bytes } }

    /// Changes counters; called once for each batch or file window, never for a record.
    package func update(_ change: (inout Counts) -> Void) { self.counts.withLock { change(&$0) } }
}
