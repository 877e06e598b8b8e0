/// A command or reply as a value: header, fields, operations.
///
/// For tests, tools and the embedded server; the data path walks messages in place.
public struct Message: Hashable, Sendable {
    /// The header; its counts are those of the arrays when it is encoded.
    public var header: MessageHeader
    /// The fields in order.
    public var fields: [Field]
    /// The operations in order.
    public var operations: [Operation]

    /// Creates a message.
    public init(header: MessageHeader = MessageHeader(), fields: [Field] = [], operations: [Operation] = []) {
        self.header = header
        self.fields = fields
        self.operations = operations
    }

    /// Reads one message from the reader's place, which may be followed by others.
    ///
    /// - Throws: `ProtocolError` if the message is cut or contradicts itself.
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        self.header = try MessageHeader(reading: &reader)
        self.fields = []
        self.operations = []
        for _ in 0..<self.header.fieldCount {
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

    /// Reads all messages of a body.
    ///
    /// - Throws: `ProtocolError` if one is cut or contradicts itself.
    public static func all(in body: RawSpan) throws(ProtocolError) -> [Message] {
        var reader = ByteReader(body)
        var messages: [Message] = []
        while !reader.isAtEnd { messages.append(try Message(reading: &reader)) }
        return messages
    }

    /// Appends the message to `writer`, without the eight bytes of the protocol header.
    public func write(to writer: inout ByteWriter) {
        var header = self.header
        header.fieldCount = UInt16(truncatingIfNeeded: self.fields.count)
        header.operationCount = UInt16(truncatingIfNeeded: self.operations.count)
        header.write(to: &writer)
        for field in self.fields { field.write(to: &writer) }
        for operation in self.operations { operation.write(to: &writer) }
    }

    /// The whole message with its protocol header, ready to be sent.
    public func encoded() -> [UInt8] { Self.encoded([self]) }

    /// Several messages in one body with its protocol header, ready to be sent.
    public static func encoded(_ messages: [Message]) -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.append(UInt64(0))
        for message in messages { message.write(to: &writer) }
        let header = ProtocolHeader(kind: .message, bodySize: writer.count - ProtocolHeader.size)
        writer.overwrite(header.word, at: 0)
        return writer.finish()
    }

    /// The value of the first field of a type.
    public subscript(_ type: FieldType) -> [UInt8]? {
        self.fields.first { $0.type == type }?.value
    }
}
