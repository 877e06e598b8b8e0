import AerospikeProtocol

/// What passes between the namespaces of different nodes: each has its own numbers for sets.
extension LocalNamespace {
    /// The record with a digest, dead or alive.
    func record(_ digest: Digest) -> StoredRecord? {
        self[digest.partition].withRecords { held in held.index(of: digest).map { held.records[$0] } }
    }

    /// Takes in a record of another node over one with its digest.
    func put(_ record: StoredRecord, from other: LocalNamespace) {
        guard let set = self.sets.number(creating: other.sets.name(of: record.set)) else { return }
        var record = record
        record.set = set
        let old = self[record.digest.partition].withRecords { held in
            let old = held.index(of: record.digest).map { held.records[$0] }
            held.insert(record)
            return old
        }
        if let old { self.sets.add(objects: -1, bytes: -old.body.count, to: old.set) }
        self.sets.add(objects: 1, bytes: record.body.count, to: record.set)
        if record.voidTime != .never { self.noteExpiring() }
    }

    /// Removes a record if it is there.
    func remove(_ digest: Digest) {
        let old = self[digest.partition].withRecords { held in
            held.index(of: digest).map { held.remove(at: $0) }
        }
        if let old { self.sets.add(objects: -1, bytes: -old.body.count, to: old.set) }
    }

    /// Removes all records of a partition.
    func clear(_ partition: PartitionID) {
        let removed = self[partition].withRecords { $0.removeAll { _ in true } }
        for record in removed { self.sets.add(objects: -1, bytes: -record.body.count, to: record.set) }
    }

    /// Replaces a partition by what another node has of it.
    func replace(_ partition: PartitionID, from other: LocalNamespace) {
        self.clear(partition)
        self.merge(partition, from: other)
    }

    /// Takes in another node's version of a partition: of two versions of a record the newer stays.
    func merge(_ partition: PartitionID, from other: LocalNamespace) {
        let records = other[partition].withRecords { $0.records }
        for record in records {
            guard self.record(record.digest).map({ record.isNewer(than: $0) }) ?? true else { continue }
            self.put(record, from: other)
        }
    }
}

extension StoredRecord {
    /// Whether this version wins over another: by generation, then by the time of the last update.
    func isNewer(than other: StoredRecord) -> Bool {
        (self.generation, self.lastUpdate) > (other.generation, other.lastUpdate)
    }
}
