/// The 20-byte identity of a record: RIPEMD-160 of its set and key. Ordered as bytes, first byte first.
///
/// Facts: `Spec/wire-protocol.md` §8.
public struct Digest: Hashable, Comparable, Sendable {
    /// The number of bytes of a digest.
    public static let size = 20

    /// Bytes 0 to 7, big-endian.
    public let high: UInt64
    /// Bytes 8 to 15, big-endian.
    public let middle: UInt64
    /// Bytes 16 to 19, big-endian.
    public let low: UInt32

    /// Creates a digest from its bytes as big-endian integers: 0 to 7, 8 to 15, 16 to 19.
    @inlinable
    @inline(__always)
    public init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    /// The digest of 20 zero bytes.
    public static let zero = Digest(high: 0, middle: 0, low: 0)

    /// Reads the digest from the first 20 of `bytes`; `nil` if there are fewer.
    @inlinable
    @inline(__always)
    public init?(_ bytes: RawSpan) {
        guard bytes.byteCount >= Self.size else { return nil }
        self.high = UInt64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self))
        self.middle = UInt64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8, as: UInt64.self))
        self.low = UInt32(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 16, as: UInt32.self))
    }

    /// Reads the digest from exactly 20 bytes; `nil` if the count differs.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.init(bytes.view)
    }

    /// Computes the digest of a key as the clients do: set, key type, key bytes.
    ///
    /// - Parameters:
    ///   - set: The bytes of the set's name; empty for no set.
    ///   - keyType: The particle type of the key.
    ///   - key: The key as it goes over the wire; an integer has eight bytes, big-endian.
    public init(set: [UInt8], keyType: ParticleType, key: [UInt8]) {
        let hash = RIPEMD160.hash(set + [keyType.rawValue] + key)
        var reader = ByteReader(hash.view)
        self.high = (try? reader.readUInt64()) ?? 0
        self.middle = (try? reader.readUInt64()) ?? 0
        self.low = (try? reader.readUInt32()) ?? 0
    }

    /// The 20 bytes.
    public var bytes: [UInt8] {
        var writer = ByteWriter(capacity: Self.size)
        self.write(to: &writer)
        return writer.finish()
    }

    /// Appends the 20 bytes to `writer`.
    @inlinable
    @inline(__always)
    public func write(to writer: inout ByteWriter) {
        writer.append(self.high)
        writer.append(self.middle)
        writer.append(self.low)
    }

    /// The partition that holds the record: the first two bytes, little-endian, modulo 4096.
    @inlinable
    @inline(__always)
    public var partition: PartitionID {
        let first = UInt16(truncatingIfNeeded: self.high >> 56)
        let second = UInt16(truncatingIfNeeded: self.high >> 48) & 0xFF
        return PartitionID(truncating: first | second << 8)
    }

    /// Compares as bytes, the first byte first, which is the order of a partition scan reversed.
    @inlinable
    @inline(__always)
    public static func < (left: Self, right: Self) -> Bool {
        if left.high != right.high { return left.high < right.high }
        if left.middle != right.middle { return left.middle < right.middle }
        return left.low < right.low
    }
}
