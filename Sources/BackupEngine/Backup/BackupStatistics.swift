import Synchronization

/// What a backup has done so far; workers add to it, reports read it.
package final class BackupStatistics: Sendable {
    private let recordCount = Atomic<Int>(0)
    private let byteCount = Atomic<UInt64>(0)
    private let indexCount = Atomic<Int>(0)
    private let writtenIndexCount = Atomic<Int>(0)
    private let moduleCount = Atomic<Int>(0)
    private let skippedCount = Atomic<Int>(0)
    private let expectedCount = Atomic<Int>(0)
    private let admittedCount = Atomic<Int>(0)
    private let warningTexts = Mutex<[String]>([])
    private let leftOutIndexTexts = Mutex<[String]>([])
    private let earlierRecordCount = Atomic<Int>(0)
    private let earlierByteCount = Atomic<UInt64>(0)

    /// Creates empty statistics.
    package init() {}

    /// The number of records written.
    package var records: Int { self.recordCount.load(ordering: .relaxed) }
    /// The number of bytes written, headers included.
    package var bytes: UInt64 { self.byteCount.load(ordering: .relaxed) }
    /// The number of secondary indexes found.
    package var indexes: Int { self.indexCount.load(ordering: .relaxed) }
    /// The number of secondary indexes written: those of unwanted sets are not.
    package var writtenIndexes: Int { self.writtenIndexCount.load(ordering: .relaxed) }
    /// The number of modules written.
    package var modules: Int { self.moduleCount.load(ordering: .relaxed) }
    /// The number of records that the format cannot hold, each of which was reported.
    package var unsupportedRecords: Int { self.skippedCount.load(ordering: .relaxed) }
    /// The number of records the cluster holds, by its own count.
    package var expectedRecords: Int { self.expectedCount.load(ordering: .relaxed) }

    /// Why the backup may lack records although it ends well, and which indexes it lacks, in the order in which it was noticed.
    package var warnings: [String] { self.warningTexts.withLock { $0 } }

    func add(warning: String) { self.warningTexts.withLock { $0.append(warning) } }

    /// Why indexes that the cluster has are not in the backup, a sentence each; they are among the warnings.
    package var leftOutIndexes: [String] { self.leftOutIndexTexts.withLock { $0 } }

    func add(leftOutIndexes texts: [String]) {
        self.leftOutIndexTexts.withLock { $0 += texts }
        self.warningTexts.withLock { $0 += texts }
    }

    /// The number of records among these that earlier runs wrote.
    package var earlierRecords: Int { self.earlierRecordCount.load(ordering: .relaxed) }
    /// The number of bytes among these that earlier runs wrote.
    package var earlierBytes: UInt64 { self.earlierByteCount.load(ordering: .relaxed) }

    func add(records: Int) { self.recordCount.add(records, ordering: .relaxed) }
    func add(bytes: Int) { self.byteCount.add(UInt64(bytes), ordering: .relaxed) }
    func add(indexes: Int) { self.indexCount.add(indexes, ordering: .relaxed) }
    func add(writtenIndexes: Int) { self.writtenIndexCount.add(writtenIndexes, ordering: .relaxed) }
    func add(modules: Int) { self.moduleCount.add(modules, ordering: .relaxed) }
    /// Takes over what is safe in files, at the start of a continuation and after an interruption.
    func settle(_ state: BackupState) {
        self.recordCount.store(state.records, ordering: .relaxed)
        self.byteCount.store(state.bytes, ordering: .relaxed)
    }

    /// Takes over what earlier runs did.
    func begin(with state: BackupState) {
        self.settle(state)
        self.earlierRecordCount.store(state.records, ordering: .relaxed)
        self.earlierByteCount.store(state.bytes, ordering: .relaxed)
        self.add(indexes: state.counts.indexes)
        self.add(writtenIndexes: state.counts.writtenIndexes)
        self.add(modules: state.counts.modules)
        self.add(leftOutIndexes: state.leftOutIndexes)
        self.skippedCount.add(state.counts.leftOut, ordering: .relaxed)
    }

    func addUnsupportedRecord() { self.skippedCount.add(1, ordering: .relaxed) }
    func expect(records: Int) { self.expectedCount.store(records, ordering: .relaxed) }

    /// Takes one record out of the limit of records.
    ///
    /// - Returns: Whether the record may be backed up. Over all workers exactly `maximum` may; 0 means all.
    @inline(__always)
    func admit(maximum: Int) -> Bool {
        guard maximum > 0 else { return true }
        return self.admittedCount.add(1, ordering: .relaxed).oldValue < maximum
    }
}
