import AerospikeProtocol

/// Asks a server whether a record was written since a moment, and knows what the answer means
/// (`Spec/reliability.md` §3). A pure value.
///
/// After a write whose answer was lost, the same write sent again may be told that the record is there in this
/// generation, or exists: by then nobody can say from the result alone whether it was there before.
struct ReadBack: Hashable, Sendable {
    /// What is known of a write whose answer was lost.
    enum Finding: Hashable, Sendable {
        /// The record was written since the write was first sent.
        case written
        /// It was not: what is there is older, or of a higher generation than the write leaves.
        case notWritten
        /// The server does not say.
        case unknown
    }

    /// The namespace.
    var namespace: String
    /// The record.
    var digest: [UInt8]
    /// The generation that the write asked to be above that of the record there; 0 if it did not ask.
    var generation: UInt32

    /// Clocks of servers that follow each other as masters of a record, and the way of the question, may take so much.
    private static let slack = Duration.seconds(1)

    /// The whole request: the record's metadata, if it was written since.
    ///
    /// - Parameters:
    ///   - age: The time since the write was first sent.
    ///   - timeout: The server's time limit in milliseconds.
    func request(writtenWithin age: Duration, timeout: UInt32) -> [UInt8] {
        let milliseconds = (age + Self.slack).nanoseconds / 1_000_000
        var message = Message(
            header: MessageHeader(info1: [.read, .noBins], transactionTimeToLive: timeout),
            fields: [
                Field(.namespace, text: self.namespace), Field(.digest, self.digest),
                Field(.filterExpression, RecordFilter.updated(withinMilliseconds: milliseconds)),
            ]
        )
        message.header.fieldCount = UInt16(message.fields.count)
        return message.encoded()
    }

    /// What an answer means.
    ///
    /// - Parameters:
    ///   - result: The result.
    ///   - generation: The record's generation, if the result is success.
    ///   - time: How long the question and its answer took. The server may have looked at the record at its end, and the
    ///     age in the question is that at its beginning.
    /// - Returns: `nil` if that was too long for this answer to say anything.
    func finding(_ result: ResultCode, generation: UInt32, after time: Duration) -> Finding? {
        switch result {
        case .ok:
            // A write that was taken leaves at most the generation it named (`Spec/semantics.md` §B3).
            self.generation > 0 && generation > self.generation ? .notWritten : .written
        case .filteredOut: time <= Self.slack ? .notWritten : nil
        default: .unknown
        }
    }
}
