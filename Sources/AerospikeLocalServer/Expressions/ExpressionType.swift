internal import AerospikeProtocol

/// The types of expression values, with their numbers in expressions (`Spec/wire-protocol.md` §15).
enum ExpressionType: UInt64, Sendable {
    case null = 0
    case boolean = 1
    case integer = 2
    case string = 3
    case list = 4
    case map = 5
    case blob = 6
    case float = 7
    case geoJSON = 8
    case hyperLogLog = 9

    /// The particle type of bins that have this type.
    var particleType: ParticleType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .integer: .integer
        case .string: .string
        case .list: .list
        case .map: .map
        case .blob: .blob
        case .float: .float
        case .geoJSON: .geoJSON
        case .hyperLogLog: .hyperLogLog
        }
    }
}
