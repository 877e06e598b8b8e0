import AerospikeProtocol
import BackupFormat

/// Counts the records of a piece of a file. Only used when a backup is checked, never on the way of a restore.
struct ContentsCounter {
    private var found = BackupContents()
    /// The set of the last record, and how many in a row were of it.
    private var set = BackupContents.SetName(namespace: [], set: nil)
    private var run = 0

    /// What was counted so far.
    var contents: BackupContents {
        var counter = self
        counter.endRun()
        return counter.found
    }

    /// Counts a record.
    mutating func add(_ record: borrowing RecordLayout, window: RawSpan) {
        if !self.isOfSameSet(record, window) {
            self.endRun()
            self.set.namespace = record.namespace.bytes(in: window)
            self.set.set = record.set?.bytes(in: window)
        }
        self.run += 1
        if record.expiration == 0 {
            self.found.lastingRecords += 1
        } else {
            self.found.add(voidTime: record.expiration)
        }
        self.found.partitions.insert(record.digest.partition)
    }

    private mutating func endRun() {
        if self.run > 0 { self.found.sets[self.set, default: 0] += self.run }
        self.run = 0
    }

    private func isOfSameSet(_ record: borrowing RecordLayout, _ window: RawSpan) -> Bool {
        guard record.namespace.isEqual(to: self.set.namespace, in: window) else { return false }
        switch (self.set.set, record.set) {
        case (nil, nil): return true
        case (let name?, let token?): return token.isEqual(to: name, in: window)
        default: return false
        }
    }
}
