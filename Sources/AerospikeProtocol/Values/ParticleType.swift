/// The type of a bin's value or of a key on the wire (`Spec/wire-protocol.md` §7.1). Unknown types are carried as they are.
public struct ParticleType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// Creates a type from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No value: a deleted or absent bin.
    @inlinable public static var null: Self { Self(rawValue: 0) }
    /// A signed 64-bit integer, big-endian.
    @inlinable public static var integer: Self { Self(rawValue: 1) }
    /// An IEEE-754 double, big-endian.
    @inlinable public static var float: Self { Self(rawValue: 2) }
    /// Text without terminator.
    @inlinable public static var string: Self { Self(rawValue: 3) }
    /// Raw bytes.
    @inlinable public static var blob: Self { Self(rawValue: 4) }
    /// Raw bytes written by Java.
    @inlinable public static var javaBlob: Self { Self(rawValue: 7) }
    /// Raw bytes written by C#.
    @inlinable public static var csharpBlob: Self { Self(rawValue: 8) }
    /// Raw bytes written by Python.
    @inlinable public static var pythonBlob: Self { Self(rawValue: 9) }
    /// Raw bytes written by Ruby.
    @inlinable public static var rubyBlob: Self { Self(rawValue: 10) }
    /// Raw bytes written by PHP.
    @inlinable public static var phpBlob: Self { Self(rawValue: 11) }
    /// Raw bytes written by Erlang.
    @inlinable public static var erlangBlob: Self { Self(rawValue: 12) }
    /// A vector, reserved by the server; raw bytes.
    @inlinable public static var vector: Self { Self(rawValue: 16) }
    /// One byte, 0 or 1.
    @inlinable public static var boolean: Self { Self(rawValue: 17) }
    /// A HyperLogLog sketch, raw bytes.
    @inlinable public static var hyperLogLog: Self { Self(rawValue: 18) }
    /// A map as MessagePack.
    @inlinable public static var map: Self { Self(rawValue: 19) }
    /// A list as MessagePack.
    @inlinable public static var list: Self { Self(rawValue: 20) }
    /// Flags, cell ids and GeoJSON text.
    @inlinable public static var geoJSON: Self { Self(rawValue: 23) }
}
