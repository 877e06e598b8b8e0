import AerospikeProtocol

/// The records of one partition in the order of scans: digests descending (`Spec/wire-protocol.md` §11.2).
struct PartitionRecords: Sendable {
    /// The records, the largest digest first.
    private(set) var records: [StoredRecord] = []

    /// The place of the first record whose digest is at most `digest`.
    @inline(__always)
    private func place(of digest: Digest) -> Int {
        var low = 0
        var high = self.records.count
        while low < high {
            let middle = (low &+ high) >> 1
            if digest < self.records[middle].digest { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// The place of the record with this digest, dead or alive; `nil` if there is none.
    func index(of digest: Digest) -> Int? {
        let index = self.place(of: digest)
        guard index < self.records.count, self.records[index].digest == digest else { return nil }
        return index
    }

    /// The place at which a scan goes on after a digest: the first record that is strictly smaller.
    func index(after digest: Digest) -> Int {
        let index = self.place(of: digest)
        guard index < self.records.count, self.records[index].digest == digest else { return index }
        return index + 1
    }

    /// Puts a record in its place, over an old one with its digest.
    mutating func insert(_ record: StoredRecord) {
        let index = self.place(of: record.digest)
        if index < self.records.count, self.records[index].digest == record.digest {
            self.records[index] = record
        } else {
            self.records.insert(record, at: index)
        }
    }

    /// Takes the record at a place out and returns it.
    @discardableResult
    mutating func remove(at index: Int) -> StoredRecord { self.records.remove(at: index) }

    /// Takes out all records that `shouldRemove` picks and returns them.
    mutating func removeAll(where shouldRemove: (StoredRecord) -> Bool) -> [StoredRecord] {
        guard self.records.contains(where: shouldRemove) else { return [] }
        let removed = self.records.filter(shouldRemove)
        self.records.removeAll(where: shouldRemove)
        return removed
    }

    /// Takes in records in any order at once, over old ones with their digests. No two of them may have the same digest.
    mutating func merge(_ added: [StoredRecord]) {
        let added = added.sorted { $1.digest < $0.digest }
        var merged: [StoredRecord] = []
        merged.reserveCapacity(self.records.count + added.count)
        var next = 0
        for record in self.records {
            while next < added.count, record.digest < added[next].digest {
                merged.append(added[next])
                next += 1
            }
            if next < added.count, added[next].digest == record.digest { continue }
            merged.append(record)
        }
        merged.append(contentsOf: added[next...])
        self.records = merged
    }
}
