/// The number that an increment of an element makes.
enum CollectionNumber {
    case integer(Int64)
    case float(Double)

    /// Adds `delta` (1 when left out or nil) to `value` (nothing when absent). The element keeps its type; a new one takes
    /// that of the delta.
    ///
    /// - Throws: result 4 when either is no number.
    init(adding delta: PackedValue?, to value: PackedValue?, negated: Bool) throws(OperationFailure) {
        let step = try Self.step(delta)
        let signed = negated ? step.negated : step
        guard let value else {
            self = signed
            return
        }
        if let integer = value.integerValue {
            self = .integer(integer &+ signed.integerPart)
        } else if let float = value.floatValue {
            self = .float(float + signed.double)
        } else {
            throw .parameter
        }
    }

    private static func step(_ delta: PackedValue?) throws(OperationFailure) -> CollectionNumber {
        guard let delta, delta.kind != .null else { return .integer(1) }
        if let integer = delta.integerValue { return .integer(integer) }
        if let float = delta.floatValue { return .float(float) }
        throw .parameter
    }

    private var negated: CollectionNumber {
        switch self {
        case .integer(let value): .integer(0 &- value)
        case .float(let value): .float(-value)
        }
    }

    /// The whole part; numbers beyond 64 bits become the least integer, as on the server's processor.
    private var integerPart: Int64 {
        switch self {
        case .integer(let value): value
        case .float(let value): abs(value) < 0x1p63 ? Int64(value) : .min
        }
    }

    private var double: Double {
        switch self {
        case .integer(let value): Double(value)
        case .float(let value): value
        }
    }

    /// The number as an element.
    var packed: PackedValue {
        switch self {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        }
    }

    /// The number as a result.
    var particle: BinParticle {
        switch self {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        }
    }
}
