package import AerospikeProtocol

/// What one message of a scan's reply was (`Spec/wire-protocol.md` §11.2).
package enum ScanItem: Hashable, Sendable {
    /// A record, whose text was appended.
    case record(Digest)
    /// The node has no complete copy of a partition; servers before 6.0 send it with result 0 when one is done.
    case partitionUnavailable(PartitionID, ResultCode)
    /// The last message of the reply.
    case end(ResultCode)
    /// The scan was refused; nothing follows.
    case failure(ResultCode)
}
