/// The eight bytes in front of every message: version, type and body size (`Spec/wire-protocol.md` §1).
public struct ProtocolHeader: Hashable, Sendable {
    /// The number of bytes of the header.
    public static let size = 8
    /// The only version in use.
    public static let currentVersion: UInt8 = 2
    /// The largest body, in bytes, that servers and clients accept: 128 MiB.
    public static let maximumBodySize = 134_217_728

    /// What a message is.
    public enum Kind: UInt8, Sendable {
        /// Names and values as text.
        case info = 1
        /// Login and user administration.
        case security = 2
        /// Commands on records.
        case message = 3
        /// A command compressed with zlib.
        case compressedMessage = 4
    }

    /// What the body is.
    public var kind: Kind
    /// The size of the body in bytes, without this header.
    public var bodySize: Int

    /// Creates a header for a body of `bodySize` bytes.
    public init(kind: Kind, bodySize: Int) {
        self.kind = kind
        self.bodySize = bodySize
    }

    /// Reads a header.
    ///
    /// - Throws: `ProtocolError` for a version other than 2, an unknown type or a body over 128 MiB.
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        let word = try ProtocolError.wrap { () throws(ByteError) in try reader.readUInt64() }
        try self.init(word: word)
    }

    /// Takes a header apart that was read as one big-endian integer.
    ///
    /// - Throws: `ProtocolError` for a version other than 2, an unknown type or a body over 128 MiB.
    public init(word: UInt64) throws(ProtocolError) {
        let version = UInt8(truncatingIfNeeded: word >> 56)
        let type = UInt8(truncatingIfNeeded: word >> 48)
        // Old clients send version 0 with messages of security, and servers take it.
        guard version == Self.currentVersion || version == 0 && type == Kind.security.rawValue else {
            throw ProtocolError(.badHeader, "protocol version \(version), expected 2")
        }
        guard let kind = Kind(rawValue: type) else {
            throw ProtocolError(.badHeader, "unknown message type \(type)")
        }
        let bodySize = Int(word & 0xFFFF_FFFF_FFFF)
        guard bodySize <= Self.maximumBodySize else {
            throw ProtocolError(.badHeader, "message of \(bodySize) bytes, at most \(Self.maximumBodySize) are allowed")
        }
        self.kind = kind
        self.bodySize = bodySize
    }

    /// The header as one integer, to be sent big-endian.
    public var word: UInt64 {
        UInt64(Self.currentVersion) << 56 | UInt64(self.kind.rawValue) << 48 | UInt64(self.bodySize)
    }

    /// Appends the header to `writer`.
    public func write(to writer: inout ByteWriter) { writer.append(self.word) }
}
