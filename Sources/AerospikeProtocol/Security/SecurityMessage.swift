/// A message of login and user administration (`Spec/wire-protocol.md` §4).
public struct SecurityMessage: Hashable, Sendable {
    /// A field of a security message.
    public struct Field: Hashable, Sendable {
        /// The field's id.
        public var id: UInt8
        /// The field's value.
        public var value: [UInt8]

        /// Creates a field.
        public init(id: UInt8, value: [UInt8]) {
            self.id = id
            self.value = value
        }
    }

    /// The number of bytes of the header.
    public static let headerSize = 16

    /// The scheme, 0.
    public var scheme: UInt8
    /// The result, in replies.
    public var resultCode: ResultCode
    /// The command.
    public var command: UInt8
    /// The fields in order.
    public var fields: [Field]

    /// Creates a message.
    public init(resultCode: ResultCode = .ok, command: UInt8 = 0, fields: [Field] = []) {
        self.scheme = 0
        self.resultCode = resultCode
        self.command = command
        self.fields = fields
    }

    /// Reads the body of a security message.
    ///
    /// - Throws: `ProtocolError` if it is cut.
    public init(body: RawSpan) throws(ProtocolError) {
        var reader = ByteReader(body)
        do throws(ByteError) {
            self.scheme = try reader.readUInt8()
            self.resultCode = ResultCode(rawValue: try reader.readUInt8())
            self.command = try reader.readUInt8()
            let count = try reader.readUInt8()
            try reader.skip(12)
            self.fields = []
            for _ in 0..<count {
                let size = Int(try reader.readUInt32())
                let id = try reader.readUInt8()
                self.fields.append(Field(id: id, value: [UInt8](copying: try reader.readBytes(size - 1))))
            }
        } catch { throw ProtocolError(error) }
    }

    /// The whole message with its protocol header, ready to be sent.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.append(UInt64(0))
        writer.append(self.scheme)
        writer.append(self.resultCode.rawValue)
        writer.append(self.command)
        writer.append(UInt8(truncatingIfNeeded: self.fields.count))
        writer.append([UInt8](repeating: 0, count: 12))
        for field in self.fields {
            writer.append(UInt32(field.value.count + 1))
            writer.append(field.id)
            writer.append(field.value)
        }
        let header = ProtocolHeader(kind: .security, bodySize: writer.count - ProtocolHeader.size)
        writer.overwrite(header.word, at: 0)
        return writer.finish()
    }
}
