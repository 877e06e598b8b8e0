internal import AerospikeProtocol

extension BinParticle {
    /// An integer particle of eight bytes.
    package static func integer(_ value: Int64) -> BinParticle {
        BinParticle(type: ParticleType.integer.rawValue, bytes: [UInt8](bigEndian: UInt64(bitPattern: value)))
    }

    /// A float particle of eight bytes.
    package static func float(_ value: Double) -> BinParticle {
        BinParticle(type: ParticleType.float.rawValue, bytes: [UInt8](bigEndian: value.bitPattern))
    }

    /// A boolean particle of one byte.
    package static func boolean(_ value: Bool) -> BinParticle {
        BinParticle(type: ParticleType.boolean.rawValue, bytes: [value ? 1 : 0])
    }

    /// The value of an integer particle, nil for other types and sizes.
    package var integerValue: Int64? {
        guard self.type == ParticleType.integer.rawValue, self.bytes.count == 8 else { return nil }
        return Int64(bitPattern: self.bytes[...].bigEndianValue)
    }

    /// The value of a float particle, nil for other types and sizes.
    package var floatValue: Double? {
        guard self.type == ParticleType.float.rawValue, self.bytes.count == 8 else { return nil }
        return Double(bitPattern: self.bytes[...].bigEndianValue)
    }
}

extension [UInt8] {
    /// The eight bytes of an integer, most significant first.
    init(bigEndian value: UInt64) {
        self = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes read as one unsigned big-endian number; of more than eight bytes the last eight count.
    var bigEndianValue: UInt64 {
        self.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
