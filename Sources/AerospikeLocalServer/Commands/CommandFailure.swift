import AerospikeProtocol

/// Ends a command with a result that is not success, with the metadata of the record if it was found.
struct CommandFailure: Error, Sendable {
    /// The header of the reply.
    var header: ReplyHeader

    /// Creates a failure that knows no record.
    init(_ result: ResultCode) { self.header = ReplyHeader(result) }

    /// Creates a failure of a command on a record that was found.
    init(_ result: ResultCode, of record: StoredRecord?) {
        self.header = record.map { ReplyHeader(result, of: $0) } ?? ReplyHeader(result)
    }
}
