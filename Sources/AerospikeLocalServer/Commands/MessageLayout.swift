import AerospikeProtocol

/// What a message says, with its names and values left where they are.
struct MessageLayout: Sendable {
    /// The header.
    var header: MessageHeader
    /// Where the fields lie.
    var fields: FieldTable
    /// Where the operations lie.
    var operations: Range<Int>

    /// Reads a whole message.
    ///
    /// - Throws: `ProtocolError` if it is cut, or bytes follow it.
    init(_ body: RawSpan) throws(ProtocolError) {
        var reader = ByteReader(body)
        let header = try MessageHeader(reading: &reader)
        try self.init(header: header, reading: &reader)
        guard reader.isAtEnd else { throw ProtocolError(.badMessage, "bytes behind the last operation") }
    }

    /// Reads the fields and operations that a header promises from the reader's place.
    ///
    /// - Throws: `ProtocolError` if they are cut.
    init(header: MessageHeader, reading reader: inout ByteReader) throws(ProtocolError) {
        self.header = header
        self.fields = FieldTable()
        for _ in 0..<header.fieldCount {
            let field = try FieldView(reading: &reader)
            self.fields[field.type] = (reader.offset &- field.value.byteCount)..<reader.offset
        }
        let start = reader.offset
        for _ in 0..<header.operationCount { _ = try OperationView(reading: &reader) }
        self.operations = start..<reader.offset
    }
}

extension RawSpan {
    /// The bytes at a place that a layout of this span named.
    @inline(__always)
    @_lifetime(copy self)
    func at(_ range: Range<Int>) -> RawSpan { self.extracting(range) }

    /// A copy of the bytes at a place; empty for none.
    func copy(of range: Range<Int>?) -> [UInt8] {
        guard let range else { return [] }
        return [UInt8](copying: self.extracting(range))
    }
}
