internal import AerospikeProtocol

/// A value in an expression. The unknown value is the absence of one.
enum ExpressionValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case float(Double)
    case string([UInt8])
    case blob([UInt8])
    /// A packed list.
    case list([UInt8])
    /// A packed map.
    case map([UInt8])
    /// GeoJSON text.
    case geoJSON([UInt8])
    case hyperLogLog([UInt8])

    /// The value of a bin or key, nil for particle types that expressions do not know.
    init?(_ particle: BinParticle) {
        switch ParticleType(rawValue: particle.type) {
        case .boolean: self = .boolean(particle.bytes.first == 1)
        case .integer:
            guard let value = particle.integerValue else { return nil }
            self = .integer(value)
        case .float:
            guard let value = particle.floatValue else { return nil }
            self = .float(value)
        case .string: self = .string(particle.bytes)
        case .blob: self = .blob(particle.bytes)
        case .list: self = .list(particle.bytes)
        case .map: self = .map(particle.bytes)
        case .hyperLogLog: self = .hyperLogLog(particle.bytes)
        case .geoJSON: self = .geoJSON(Self.text(ofGeoJSON: particle.bytes))
        default: return nil
        }
    }

    private static func text(ofGeoJSON bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 3 else { return [] }
        return [UInt8](bytes.dropFirst(3 + 8 * (Int(bytes[1]) << 8 | Int(bytes[2]))))
    }

    /// The type.
    var type: ExpressionType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .integer: .integer
        case .float: .float
        case .string: .string
        case .blob: .blob
        case .list: .list
        case .map: .map
        case .geoJSON: .geoJSON
        case .hyperLogLog: .hyperLogLog
        }
    }

    /// The value as a bin holds it, nil for the value nil.
    var particle: BinParticle? {
        switch self {
        case .null: nil
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .geoJSON(let text): BinParticle(type: ParticleType.geoJSON.rawValue, bytes: [0, 0, 0] + text)
        case .string(let bytes), .blob(let bytes), .list(let bytes), .map(let bytes), .hyperLogLog(let bytes):
            BinParticle(type: self.type.particleType.rawValue, bytes: bytes)
        }
    }

    /// The value as an element, as which it becomes an argument of a list or map operation.
    var packed: [UInt8] {
        switch self {
        case .null: [0xc0]
        case .boolean(let value): [value ? 0xc3 : 0xc2]
        case .integer(let value): [UInt8](PackedValue.integer(value).bytes)
        case .float(let value): [UInt8](PackedValue.float(value).bytes)
        case .list(let bytes), .map(let bytes): bytes
        case .string(let bytes), .blob(let bytes), .geoJSON(let bytes), .hyperLogLog(let bytes):
            Self.packed(bytes, self.type.particleType)
        }
    }

    private static func packed(_ content: [UInt8], _ type: ParticleType) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendPackedHeader(string: content.count + 1)
        return bytes + [type.rawValue] + content
    }
}
