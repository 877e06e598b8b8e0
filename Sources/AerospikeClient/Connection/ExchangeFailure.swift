/// Why an exchange of request and answer failed.
struct ExchangeFailure: Error, Hashable, Sendable {
    /// The error for the caller.
    var error: AerospikeError
    /// Whether not a byte of the answer had arrived.
    var isUnanswered: Bool

    /// Whether the server had closed a connection that lay idle, so that a new one may work.
    var isOfStaleConnection: Bool { self.isUnanswered && self.error.code == .connectionLost }
}
