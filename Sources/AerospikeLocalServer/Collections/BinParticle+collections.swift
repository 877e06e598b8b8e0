internal import AerospikeProtocol

extension BinParticle {
    /// A list particle.
    static func packed(_ list: PackedList) -> BinParticle {
        BinParticle(type: ParticleType.list.rawValue, bytes: list.packed)
    }

    /// A map particle.
    static func packed(_ map: PackedMap) -> BinParticle {
        BinParticle(type: ParticleType.map.rawValue, bytes: map.packed)
    }

    /// A list particle of integers.
    static func packed(integers: [Int64]) -> BinParticle {
        .packed(PackedList(isOrdered: false, elements: integers.map(PackedValue.integer)))
    }

    /// The particle of one element of a list or map; nil for the value nil.
    ///
    /// - Throws: result 1 for elements that no bin can hold.
    static func element(_ value: PackedValue) throws(OperationFailure) -> BinParticle? {
        switch value.kind {
        case .null: return nil
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .integer, .negativeInteger: return value.integerValue.map(BinParticle.integer)
        case .float: return value.floatValue.map(BinParticle.float)
        case .string: return self.content(of: value, as: .string, prefix: [])
        case .bytes: return self.content(of: value, as: .blob, prefix: [])
        case .geoJSON: return self.content(of: value, as: .geoJSON, prefix: [0, 0, 0])
        case .list: return BinParticle(type: ParticleType.list.rawValue, bytes: [UInt8](value.bytes))
        case .map: return BinParticle(type: ParticleType.map.rawValue, bytes: [UInt8](value.bytes))
        case .extended, .wildcard, .infinity, nil: throw .serverError
        }
    }

    /// The content behind the leading particle type.
    private static func content(of value: PackedValue, as type: ParticleType, prefix: [UInt8]) -> BinParticle {
        BinParticle(type: type.rawValue, bytes: prefix + (value.content?.dropFirst() ?? []))
    }
}
