import AerospikeProtocol

/// Reads the answers of a batch's rows (`Spec/wire-protocol.md` §10).
enum BatchAnswer {
    /// Walks one body.
    ///
    /// - Parameters:
    ///   - body: The messages of one body.
    ///   - row: Receives the index and result of each row.
    /// - Returns: The final result if the end of the answer is in the body.
    static func walk(_ body: RawSpan, row: (UInt32, ResultCode) -> Void) throws(ProtocolError) -> ResultCode? {
        var reader = ByteReader(body)
        while !reader.isAtEnd {
            let header = try MessageHeader(reading: &reader)
            guard !header.info3.contains(.last) else { return header.resultCode }
            for _ in 0..<header.fieldCount { _ = try FieldView(reading: &reader) }
            for _ in 0..<header.operationCount { _ = try OperationView(reading: &reader) }
            row(header.transactionTimeToLive, header.resultCode)
        }
        return nil
    }
}
