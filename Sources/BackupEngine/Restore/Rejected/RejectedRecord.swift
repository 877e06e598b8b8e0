import AerospikeProtocol

/// A record that the servers will not take, and why.
struct RejectedRecord: Sendable {
    /// The lines of the record as they stand in the backup.
    var text: [UInt8]
    /// Whether these are lines of version 3.0, in which nothing is escaped.
    var isLegacy: Bool
    /// The namespace that the record is of in the backup.
    var namespace: String
    /// The digest in base64.
    var digest: String
    /// The servers' answer.
    var result: ResultCode

    /// The line about the record in the file of reasons.
    var reason: String { "\(self.digest) \(self.result.rawValue) \(ResultText.text(self.result))\n" }
}
