/// A field of a message as a value.
public struct Field: Hashable, Sendable {
    /// The field's type.
    public var type: FieldType
    /// The field's value without its size and type.
    public var value: [UInt8]

    /// Creates a field.
    public init(_ type: FieldType, _ value: [UInt8]) {
        self.type = type
        self.value = value
    }

    /// Creates a field with the UTF-8 bytes of `text`.
    public init(_ type: FieldType, text: String) {
        self.init(type, Array(text.utf8))
    }

    /// Appends the field to `writer`: size, type, value.
    public func write(to writer: inout ByteWriter) {
        writer.append(UInt32(self.value.count + 1))
        writer.append(self.type.rawValue)
        writer.append(self.value)
    }
}
