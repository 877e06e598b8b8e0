/// An operation of a message, seen in place.
public struct OperationView: ~Escapable {
    /// What is done.
    public let code: OperationCode
    /// The type of the value.
    public let particleType: ParticleType
    /// Flags; bit 0 says that a last-update time stands between name and value.
    public let flags: UInt8
    /// The bin's name.
    public let name: RawSpan
    /// The value.
    public let value: RawSpan

    /// Reads the operation at the reader's place.
    ///
    /// - Throws: `ProtocolError` if the sizes contradict each other or what is left.
    @inlinable
    @inline(__always)
    @_lifetime(copy reader)
    @_lifetime(reader: copy reader)
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        do throws(ByteError) {
            let size = Int(try reader.readUInt32())
            let code = try reader.readUInt8()
            let particleType = try reader.readUInt8()
            let flags = try reader.readUInt8()
            let nameLength = Int(try reader.readUInt8())
            self.name = try reader.readBytes(nameLength)
            self.value = try reader.readBytes(size &- 4 &- nameLength)
            self.code = OperationCode(rawValue: code)
            self.particleType = ParticleType(rawValue: particleType)
            self.flags = flags
        } catch { throw ProtocolError(error) }
    }
}
