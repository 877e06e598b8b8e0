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

    /// Whether a result says that the server will take no record at all, whatever is in it: it is full, or knows
    /// neither the namespace nor the user.
    package static func concernsAll(_ result: ResultCode) -> Bool {
        switch result.rawValue {
        case 8, 20, 51...66, 70, 80...82, 150, 202, 203: true
        default: false
        }
    }
}

/// What a result means for a whole command, a batch or a single write (`Spec/semantics.md` §B5).
package enum CommandOutcome: Hashable, Sendable {
    /// The command was carried out; each record has a result of its own.
    case inspect
    /// Sending the command again may help.
    case retry
    /// Sending the command again will not help.
    case abort

    private static let settled: Set<UInt8> = [0, 3, 5, 10, 12, 13, 17, 19, 21, 22]
    private static let permanent: Set<UInt8> = [
        4, 8, 16, 20, 25, 26, 27, 51, 52, 53, 54, 55, 56, 66, 70, 80, 81, 82, 150, 160, 202, 203,
    ]

    /// Whether a command with this result may have been carried out all the same: a server that waits in vain for a
    /// replica has written already (`Spec/wire-protocol.md` §21.3), and one that names no reason excludes nothing.
    package static func leavesDoubt(_ result: ResultCode) -> Bool { result == .timeout || result == .serverError }

    /// Interprets a result.
    package init(_ result: ResultCode) {
        if Self.settled.contains(result.rawValue) {
            self = .inspect
        } else {
            self = Self.permanent.contains(result.rawValue) ? .abort : .retry
        }
    }
}
