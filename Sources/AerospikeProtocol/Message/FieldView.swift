/// A field of a message, seen in place.
public struct FieldView: ~Escapable {
    /// The field's type.
    public let type: FieldType
    /// The field's value without its size and type.
    public let value: RawSpan

    /// Reads the field at the reader's place: size (counting the type), type, value.
    ///
    /// - Throws: `ProtocolError` if the size is 0 or more than what is left.
    @inlinable
    @inline(__always)
    @_lifetime(copy reader)
    @_lifetime(reader: copy reader)
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        do throws(ByteError) {
            let size = Int(try reader.readUInt32())
            let type = try reader.readUInt8()
            self.value = try reader.readBytes(size &- 1)
            self.type = FieldType(rawValue: type)
        } catch { throw ProtocolError(error) }
    }
}
