import AerospikeProtocol

/// The answer to a batch, read body by body (`Spec/wire-protocol.md` §10). A pure value.
///
/// One changed bit makes a row the end, or another row. Either would leave rows out, so an answer counts only if each row
/// that was sent is answered once and nothing follows the end.
struct BatchAnswer {
    /// How many rows were sent.
    private let rows: Int
    /// How many of them were answered.
    private var answered = 0

    /// Begins an answer.
    ///
    /// - Parameter rows: How many rows were sent.
    init(rows: Int) { self.rows = rows }

    /// Walks the next body.
    ///
    /// - Parameters:
    ///   - body: The messages of one body.
    ///   - row: Receives the index and result of each row; returns whether that row was sent and not answered before.
    /// - Returns: The final result if the end of the answer is in the body.
    /// - Throws: `ProtocolError` if the answer cannot be read, or not be believed.
    mutating func walk(_ body: RawSpan, row: (UInt32, ResultCode) -> Bool) throws(ProtocolError) -> ResultCode? {
        var reader = ByteReader(body)
        while !reader.isAtEnd {
            let header = try MessageHeader(reading: &reader)
            guard !header.info3.contains(.last) else {
                try self.check(end: header, bytesBehind: reader.remaining)
                return header.resultCode
            }
            for _ in 0..<header.fieldCount { _ = try FieldView(reading: &reader) }
            for _ in 0..<header.operationCount { _ = try OperationView(reading: &reader) }
            guard row(header.transactionTimeToLive, header.resultCode) else {
                throw ProtocolError(
                    .badMessage,
                    "row \(header.transactionTimeToLive) of a batch, which was not sent or is answered already"
                )
            }
            self.answered += 1
        }
        return nil
    }

    /// Whether an end can be no row: an error of the first row looks like that of a batch but for one bit, unless no row has such
    /// an error.
    static func isCertain(end: ResultCode) -> Bool { end == .ok || (150...152).contains(end.rawValue) }

    /// Servers answer every row and end with success, or refuse the batch as a whole; the end itself has no contents.
    private func check(end header: MessageHeader, bytesBehind: Int) throws(ProtocolError) {
        let isEmpty = header.fieldCount == 0 && header.operationCount == 0
        let isBlank = header.generation == 0 && header.recordTimeToLive == 0 && header.transactionTimeToLive == 0
        guard isEmpty, isBlank, bytesBehind == 0 else {
            throw ProtocolError(.badMessage, "row of a batch that is marked as its end")
        }
        guard self.answered == (header.resultCode == .ok ? self.rows : 0) else {
            throw ProtocolError(
                .badMessage,
                "end of a batch with result \(header.resultCode.rawValue) behind \(self.answered) of \(self.rows) rows"
            )
        }
    }
}
