import AerospikeProtocol

/// The filter of a command: its own, which is parsed only when a record is there to be filtered, or that of its batch.
enum CommandFilter: Sendable {
    /// A packed expression.
    case packed([UInt8])
    /// A parsed expression.
    case ready(FilterExpression)

    /// The expression.
    ///
    /// - Throws: Result 4 if it is malformed.
    func parsed(for record: StoredRecord) throws(CommandFailure) -> FilterExpression {
        switch self {
        case .ready(let filter): return filter
        case .packed(let bytes):
            do throws(OperationFailure) {
                return try FilterExpression(bytes[...])
            } catch { throw CommandFailure(ResultCode(rawValue: error.resultCode), of: record) }
        }
    }
}
