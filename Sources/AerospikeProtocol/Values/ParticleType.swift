/// The type of a bin's value or of a key on the wire (`Spec/wire-protocol.md` §7.1). Unknown types are carried as they are.
public struct ParticleType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// Creates a type from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No value: a deleted or absent bin.
    public static let null = ParticleType(rawValue: 0)
    /// A signed 64-bit integer, big-endian.
    public static let integer = ParticleType(rawValue: 1)
    /// An IEEE-754 double, big-endian.
    public static let float = ParticleType(rawValue: 2)
    /// Text without terminator.
    public static let string = ParticleType(rawValue: 3)
    /// Raw bytes.
    public static let blob = ParticleType(rawValue: 4)
    /// Raw bytes written by Java.
    public static let javaBlob = ParticleType(rawValue: 7)
    /// Raw bytes written by C#.
    public static let csharpBlob = ParticleType(rawValue: 8)
    /// Raw bytes written by Python.
    public static let pythonBlob = ParticleType(rawValue: 9)
    /// Raw bytes written by Ruby.
    public static let rubyBlob = ParticleType(rawValue: 10)
    /// Raw bytes written by PHP.
    public static let phpBlob = ParticleType(rawValue: 11)
    /// Raw bytes written by Erlang.
    public static let erlangBlob = ParticleType(rawValue: 12)
    /// A vector, reserved by the server; raw bytes.
    public static let vector = ParticleType(rawValue: 16)
    /// One byte, 0 or 1.
    public static let boolean = ParticleType(rawValue: 17)
    /// A HyperLogLog sketch, raw bytes.
    public static let hyperLogLog = ParticleType(rawValue: 18)
    /// A map as MessagePack.
    public static let map = ParticleType(rawValue: 19)
    /// A list as MessagePack.
    public static let list = ParticleType(rawValue: 20)
    /// Flags, cell ids and GeoJSON text.
    public static let geoJSON = ParticleType(rawValue: 23)
}
