import AerospikeProtocol

/// Takes the rows of a batch apart without copying them (`Spec/wire-protocol.md` §10).
struct BatchRowReader {
    private var previous: MessageLayout?

    /// Reads the row at the reader's place as a command; its layout points into the reader's bytes.
    ///
    /// - Throws: `ProtocolError` if the row is cut, does not begin with its namespace, or repeats what cannot be repeated.
    mutating func next(from reader: inout ByteReader) throws(ProtocolError) -> RecordCommand {
        let index: UInt32
        let digest: Digest?
        let flags: BatchRowFlags
        do throws(ByteError) {
            index = try reader.readUInt32()
            digest = Digest(try reader.readBytes(Digest.size))
            flags = BatchRowFlags(rawValue: try reader.readUInt8())
        } catch { throw ProtocolError(error) }
        guard let digest else { throw ProtocolError(.badMessage, "batch row without digest") }
        if flags.contains(.repeated) {
            guard let previous = self.previous, previous.fields[.userKey] == nil else {
                throw ProtocolError(.badMessage, "batch row \(index) repeats a row that cannot be repeated")
            }
            return RecordCommand(layout: previous, digest: digest, row: index)
        }
        let header = try Self.header(from: &reader, flags: flags)
        try Self.checkFirstField(of: reader)
        let layout = try MessageLayout(header: header, reading: &reader)
        self.previous = layout
        return RecordCommand(layout: layout, digest: digest, row: index)
    }

    /// The flags and counts of a row; what the row leaves out is zero.
    private static func header(
        from reader: inout ByteReader,
        flags: BatchRowFlags
    ) throws(ProtocolError) -> MessageHeader {
        var header = MessageHeader()
        do throws(ByteError) {
            header.info1 = Info1Flags(rawValue: try reader.readUInt8())
            if flags.contains(.hasInfo) {
                header.info2 = Info2Flags(rawValue: try reader.readUInt8())
                header.info3 = Info3Flags(rawValue: try reader.readUInt8())
            }
            if flags.contains(.hasInfo4) { header.info4 = try reader.readUInt8() }
            if flags.contains(.hasGeneration) { header.generation = UInt32(try reader.readUInt16()) }
            if flags.contains(.hasTimeToLive) { header.recordTimeToLive = try reader.readUInt32() }
            header.fieldCount = max(1, try reader.readUInt16())
            header.operationCount = try reader.readUInt16()
        } catch { throw ProtocolError(error) }
        return header
    }

    private static func checkFirstField(of reader: borrowing ByteReader) throws(ProtocolError) {
        let type = reader.offset &+ 4
        guard type < reader.bytes.byteCount, reader.bytes.byte(at: type) == FieldType.namespace.rawValue else {
            throw ProtocolError(.badMessage, "batch row does not begin with its namespace")
        }
    }
}
