import Synchronization

/// What a restore has done so far; workers add to it, reports read it.
package final class RestoreStatistics: Sendable {
    /// The counters, one for each number of the report; those of records are read and set as if they were its own.
    @dynamicMemberLookup
    package struct Counts: Hashable, Sendable {
        private var ofRecords = RecordCounts()
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
        /// Records that may have been written though no answer says so, and nothing could be found out.
        package var inDoubt = 0
        /// Why the namespace may lack records although the restore ends well, in the order in which it was noticed.
        package var warnings: [String] = []
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
            self.earlierRecords = self.records
        }

        /// Passes over bytes that an earlier run has parsed.
        mutating func pass(_ bytes: UInt64) {
            self.bytes += bytes
            self.earlierBytes += bytes
        }

        /// Adds what became of some records.
        mutating func add(_ counts: RecordCounts) { self.ofRecords.add(counts) }

        /// A counter of records.
        package subscript(dynamicMember field: WritableKeyPath<RecordCounts, Int>) -> Int {
            get { self.ofRecords[keyPath: field] }
            set { self.ofRecords[keyPath: field] = newValue }
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
