import AerospikeProtocol
import NIOCore

extension LocalServer {
    /// Fills the first namespace with sample records: keys 0 up to `count`, set `perf`, ten bins each, keys stored.
    ///
    /// Runs on the server's threads, each of which makes the records of its share of keys.
    public func load(records count: Int) async throws {
        try await self.state.load(records: count, threads: self.threads) { _ in true }
    }
}

extension ServerState {
    /// Fills the first namespace with sample records.
    ///
    /// - Parameters:
    ///   - count: The number of records.
    ///   - threads: The number of threads to make them on.
    ///   - isWanted: Which partitions are filled.
    func load(records count: Int, threads: Int, where isWanted: @escaping @Sendable (PartitionID) -> Bool) async throws
    {
        guard let namespace = self.namespaces.first, count > 0 else { return }
        guard let set = namespace.sets.number(creating: SampleRecords.set) else { return }
        let samples = SampleRecords()
        let moment = self.clock.moment
        let shares = max(1, min(threads, count))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for share in 0..<shares {
                let keys = (count * share / shares)..<(count * (share + 1) / shares)
                group.addTask { namespace.load(keys, of: samples, set: set, at: moment, where: isWanted) }
            }
            try await group.waitForAll()
        }
    }
}

extension LocalNamespace {
    /// The number of records that are made before they are put in place together.
    private static var loadStep: Int { 400_000 }

    /// Makes the sample records with some keys and puts them in place, partition by partition.
    fileprivate func load(
        _ keys: Range<Int>,
        of samples: SampleRecords,
        set: UInt16,
        at moment: Moment,
        where isWanted: (PartitionID) -> Bool
    ) {
        var body = ByteWriter(capacity: 1024)
        var start = keys.lowerBound
        while start < keys.upperBound {
            let end = min(start + Self.loadStep, keys.upperBound)
            var byPartition = [[StoredRecord]](repeating: [], count: PartitionID.count)
            let expected = (end - start) / PartitionID.count * 5 / 4 + 8
            for index in byPartition.indices { byPartition[index].reserveCapacity(expected) }
            for key in start..<end {
                let record = samples.record(key, set: set, at: moment, body: &body)
                let partition = record.digest.partition
                if isWanted(partition) { byPartition[partition.index].append(record) }
            }
            for partition in PartitionID.all { self.merge(byPartition[partition.index], into: partition, set: set) }
            start = end
        }
    }

    private func merge(_ records: [StoredRecord], into partition: PartitionID, set: UInt16) {
        guard !records.isEmpty else { return }
        let replaced = self[partition].withRecords { held in
            let before = held.records.count
            held.merge(records)
            return before + records.count - held.records.count
        }
        let bytes = records.reduce(0) { $0 + $1.body.count }
        self.sets.add(objects: records.count - replaced, bytes: bytes, to: set)
    }
}
