package import AerospikeClient

extension PartitionProgress {
    /// Takes over what a scan knows of its partitions.
    package mutating func update(from tracker: PartitionTracker) {
        for partition in tracker.partitions { self[partition] = tracker.status(of: partition) }
    }
}
