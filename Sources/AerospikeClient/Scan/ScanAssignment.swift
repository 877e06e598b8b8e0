public import AerospikeProtocol

/// What one node is asked for in one round of a scan.
public struct ScanAssignment: Sendable {
    /// The node.
    public let node: Node
    /// The partitions to be read from their start.
    public let partitions: [PartitionID]
    /// For partitions to be resumed: the digest of the last record received.
    public let resumeAfter: [Digest]
    /// The node's share of the limit of records; 0 for none.
    public let maximumRecords: UInt64
    /// The assignment's place in its round.
    public let number: Int
}
