package import AerospikeProtocol

/// What a result of the server means for a record being restored (`Spec/semantics.md` §B5).
package enum RecordOutcome: Hashable, Sendable {
    /// The record was written.
    case inserted
    /// The record was there, and was to be kept.
    case existed
    /// The record was there with the same or a higher generation.
    case fresher
    /// The server will never take the record as it is.
    case refused
    /// The server could not just now; asking again may help.
    case retry
    /// Going on makes no sense.
    case abort

    private static let refusals: Set<ResultCode> = [
        .alwaysForbidden, .binType, .recordTooBig, .binNotFound, .keyMismatch, .binName, .forbidden,
    ]

    /// Results that pass by themselves. The original aborts on them inside a batch; see `Spec/differences.md`.
    private static let transient: Set<ResultCode> = [
        .clusterKeyMismatch, .timeout, .partitionUnavailable, .keyBusy, .scanAborted, .deviceOverload,
        .batchQueuesFull, .batchTooLarge, ResultCode(rawValue: 83),
    ]

    /// Interprets a result.
    package init(_ result: ResultCode) {
        switch result {
        case .ok: self = .inserted
        case .generation: self = .fresher
        case .recordExists: self = .existed
        case _ where Self.refusals.contains(result): self = .refused
        case _ where Self.transient.contains(result): self = .retry
        default: self = .abort
        }
    }
}
