/// The kinds of packed values in the server's order: a value of a lesser kind is less than any value of a greater kind.
enum PackedKind: UInt8, Comparable, Sendable {
    case null = 1
    case `false`
    case `true`
    case negativeInteger
    case integer
    case string
    case list
    case map
    case bytes
    case float
    case geoJSON
    /// An extension element that means nothing to the server.
    case extended
    /// Equal to everything; only in what a client compares with.
    case wildcard
    /// Greater than everything; only in what a client compares with.
    case infinity

    static func < (left: PackedKind, right: PackedKind) -> Bool { left.rawValue < right.rawValue }

    /// Whether values of this kind are whole numbers.
    var isInteger: Bool { self == .integer || self == .negativeInteger }
}
