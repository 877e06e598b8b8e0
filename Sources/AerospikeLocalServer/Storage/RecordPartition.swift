import AerospikeProtocol
import Synchronization

/// One of the 4096 partitions of a namespace and the lock that guards it.
final class RecordPartition: Sendable {
    private let records = Mutex(PartitionRecords())

    /// Runs `body` while nobody else touches the partition.
    func withRecords<Value: Sendable, Failure: Error>(
        _ body: (inout PartitionRecords) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try self.records.withLock { records throws(Failure) in try body(&records) }
    }
}
