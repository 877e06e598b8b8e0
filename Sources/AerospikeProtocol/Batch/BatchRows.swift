/// The value of the batch field: flags and rows (`Spec/wire-protocol.md` §10).
public struct BatchRows: Hashable, Sendable {
    /// The flags of the whole batch.
    public var flags: BatchFlags
    /// The rows in order.
    public var rows: [BatchRow]

    /// Creates the rows of a batch.
    public init(flags: BatchFlags, rows: [BatchRow]) {
        self.flags = flags
        self.rows = rows
    }

    /// Reads the value of a batch field. Bytes behind the last row are ignored, as the server does.
    ///
    /// - Throws: `ProtocolError` if there are fewer rows than announced, or a row is malformed.
    public init(field: RawSpan) throws(ProtocolError) {
        var reader = ByteReader(field)
        let count = try ProtocolError.wrap { () throws(ByteError) in try reader.readUInt32() }
        self.flags = BatchFlags(rawValue: try ProtocolError.wrap { () throws(ByteError) in try reader.readUInt8() })
        self.rows = []
        var previous: BatchRow?
        for _ in 0..<count {
            let row = try BatchRow(reading: &reader, previous: previous)
            if !row.flags.contains(.repeated) { previous = row }
            self.rows.append(row)
        }
    }

    /// The value of the batch field.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 1024)
        writer.append(UInt32(self.rows.count))
        writer.append(self.flags.rawValue)
        for row in self.rows { row.write(to: &writer) }
        return writer.finish()
    }
}
