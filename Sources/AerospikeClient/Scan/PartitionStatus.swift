public import AerospikeProtocol

/// How far a scan has come in one partition.
public enum PartitionStatus: Hashable, Sendable {
    /// No record has been received.
    case notStarted
    /// Not finished; the last record received.
    case incomplete(after: Digest)
    /// Finished; the last record received, `nil` if there was none.
    case complete(last: Digest?)
}
