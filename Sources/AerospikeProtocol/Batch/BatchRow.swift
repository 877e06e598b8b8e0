/// A row of a batch as a value: for tests and the embedded server (`Spec/wire-protocol.md` §10).
public struct BatchRow: Hashable, Sendable {
    /// The client's number of the row, echoed in the reply.
    public var index: UInt32
    /// The record.
    public var digest: Digest
    /// Which parts the row has.
    public var flags: BatchRowFlags
    /// Flags, generation, time to live and counts, as of a message of its own.
    public var header: MessageHeader
    /// The fields, the namespace first.
    public var fields: [Field]
    /// The operations.
    public var operations: [Operation]

    /// Creates a full row.
    public init(
        index: UInt32,
        digest: Digest,
        flags: BatchRowFlags,
        header: MessageHeader,
        fields: [Field],
        operations: [Operation]
    ) {
        self.index = index
        self.digest = digest
        self.flags = flags
        self.header = header
        self.fields = fields
        self.operations = operations
    }

    /// Reads a row from the reader's place.
    ///
    /// - Parameters:
    ///   - reader: Stands at the row's index.
    ///   - previous: The last full row, which a repeated row takes its contents from.
    /// - Throws: `ProtocolError` if the row is cut, or repeats a row that is not there or that carries a user key.
    public init(reading reader: inout ByteReader, previous: BatchRow?) throws(ProtocolError) {
        do throws(ByteError) {
            self.index = try reader.readUInt32()
            let digest = try reader.readBytes(Digest.size)
            self.digest = Digest(digest) ?? Digest(set: [], keyType: .null, key: [])
            self.flags = BatchRowFlags(rawValue: try reader.readUInt8())
        } catch { throw ProtocolError(error) }
        guard !self.flags.contains(.repeated) else {
            guard let previous, !previous.fields.contains(where: { $0.type == .userKey }) else {
                throw ProtocolError(.badMessage, "batch row \(self.index) repeats a row that cannot be repeated")
            }
            self.header = previous.header
            self.fields = previous.fields
            self.operations = previous.operations
            return
        }
        self.header = try Self.readHeader(from: &reader, flags: self.flags)
        self.fields = []
        self.operations = []
        for _ in 0..<max(1, self.header.fieldCount) {
            let view = try FieldView(reading: &reader)
            self.fields.append(Field(view.type, [UInt8](copying: view.value)))
        }
        for _ in 0..<self.header.operationCount {
            let view = try OperationView(reading: &reader)
            self.operations.append(
                Operation(
                    view.code,
                    name: [UInt8](copying: view.name),
                    particleType: view.particleType,
                    value: [UInt8](copying: view.value),
                    flags: view.flags
                )
            )
        }
    }

    private static func readHeader(
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
            header.fieldCount = try reader.readUInt16()
            header.operationCount = try reader.readUInt16()
        } catch { throw ProtocolError(error) }
        return header
    }

    /// Appends the row to `writer`.
    public func write(to writer: inout ByteWriter) {
        writer.append(self.index)
        self.digest.write(to: &writer)
        writer.append(self.flags.rawValue)
        guard !self.flags.contains(.repeated) else { return }
        writer.append(self.header.info1.rawValue)
        if self.flags.contains(.hasInfo) {
            writer.append(self.header.info2.rawValue)
            writer.append(self.header.info3.rawValue)
        }
        if self.flags.contains(.hasInfo4) { writer.append(self.header.info4) }
        if self.flags.contains(.hasGeneration) { writer.append(UInt16(truncatingIfNeeded: self.header.generation)) }
        if self.flags.contains(.hasTimeToLive) { writer.append(self.header.recordTimeToLive) }
        writer.append(UInt16(truncatingIfNeeded: self.fields.count))
        writer.append(UInt16(truncatingIfNeeded: self.operations.count))
        for field in self.fields { field.write(to: &writer) }
        for operation in self.operations { operation.write(to: &writer) }
    }
}
