/// An operation of a message as a value.
public struct Operation: Hashable, Sendable {
    /// What is done.
    public var code: OperationCode
    /// The type of the value.
    public var particleType: ParticleType
    /// Flags, 0 in messages of clients.
    public var flags: UInt8
    /// The bin's name.
    public var name: [UInt8]
    /// The value.
    public var value: [UInt8]

    /// Creates an operation.
    public init(
        _ code: OperationCode,
        name: [UInt8] = [],
        particleType: ParticleType = .null,
        value: [UInt8] = [],
        flags: UInt8 = 0
    ) {
        self.code = code
        self.particleType = particleType
        self.flags = flags
        self.name = name
        self.value = value
    }

    /// Appends the operation to `writer`.
    public func write(to writer: inout ByteWriter) {
        writer.append(UInt32(4 + self.name.count + self.value.count))
        writer.append(self.code.rawValue)
        writer.append(self.particleType.rawValue)
        writer.append(self.flags)
        writer.append(UInt8(truncatingIfNeeded: self.name.count))
        writer.append(self.name)
        writer.append(self.value)
    }
}
