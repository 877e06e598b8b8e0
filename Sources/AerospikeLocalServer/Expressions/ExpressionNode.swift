/// An expression, parsed and checked.
indirect enum ExpressionNode: Sendable {
    /// The value unknown.
    case unknown
    case constant(ExpressionValue)
    case comparison(Comparison, ExpressionNode, ExpressionNode)
    case match(RegularExpression, ExpressionNode)
    case geoComparison(ExpressionNode, ExpressionNode)
    case logic(Logic, [ExpressionNode])
    case not(ExpressionNode)
    /// An operator that is applied from left to right.
    case fold(Fold, [ExpressionNode])
    case function(Function, [ExpressionNode])
    case digestModulo(Int32)
    case metadata(Metadata)
    case key(ExpressionType)
    case bin(ExpressionType, name: [UInt8])
    case binType(name: [UInt8])
    /// Conditions with their values, and the value when none holds.
    case condition([(ExpressionNode, ExpressionNode)], otherwise: ExpressionNode)
    case variable(Int)
    /// Sets consecutive variables from `first` on, then evaluates the body.
    case define(first: Int, [ExpressionNode], body: ExpressionNode)
    case call(ExpressionCall)
}

extension ExpressionNode {
    /// How two values are compared.
    enum Comparison: UInt64, Sendable {
        case equal = 1
        case notEqual = 2
        case greater = 3
        case greaterOrEqual = 4
        case less = 5
        case lessOrEqual = 6

        /// Whether a relation satisfies the comparison.
        func holds(_ relation: PackedOrder.Relation) -> Bool {
            switch self {
            case .equal: relation == .equal
            case .notEqual: relation != .equal
            case .greater: relation == .greater
            case .greaterOrEqual: relation != .less
            case .less: relation == .less
            case .lessOrEqual: relation != .greater
            }
        }

        /// Whether two floats satisfy the comparison; NaN satisfies none but inequality.
        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .equal: left == right
            case .notEqual: left != right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            case .less: left < right
            case .lessOrEqual: left <= right
            }
        }
    }

    /// Operators on any number of truth values.
    enum Logic: UInt64, Sendable {
        case and = 16
        case or = 17
        /// Exactly one is true.
        case exclusive = 19
    }

    /// Operators on any number of numbers of one type.
    enum Fold: UInt64, Sendable {
        case add = 20
        case subtract = 21
        case multiply = 22
        case divide = 23
        case bitAnd = 32
        case bitOr = 33
        case bitExclusiveOr = 34
        case minimum = 50
        case maximum = 51
    }

    /// Functions of one or two values.
    enum Function: UInt64, Sendable {
        case power = 24
        case logarithm = 25
        case modulo = 26
        case absolute = 27
        case floor = 28
        case ceiling = 29
        case toInteger = 30
        case toFloat = 31
        case bitNot = 35
        case leftShift = 36
        case logicalRightShift = 37
        case arithmeticRightShift = 38
        case bitCount = 39
        case leftScan = 40
        case rightScan = 41
    }

    /// What is known of a record without its bins.
    enum Metadata: UInt64, Sendable {
        case deviceSize = 65
        case lastUpdate = 66
        case sinceUpdate = 67
        case voidTime = 68
        case timeToLive = 69
        case setName = 70
        case keyExists = 71
        case isTombstone = 72
        case memorySize = 73
        case recordSize = 74

        var type: ExpressionType {
            switch self {
            case .setName: .string
            case .keyExists, .isTombstone: .boolean
            default: .integer
            }
        }
    }
}

extension ExpressionNode.Function {
    /// The types of the arguments and of the value; nil for a number of either type.
    var signature: (arguments: [ExpressionType?], value: ExpressionType?) {
        switch self {
        case .power, .logarithm: ([.float, .float], .float)
        case .modulo, .leftShift, .logicalRightShift, .arithmeticRightShift: ([.integer, .integer], .integer)
        case .absolute: ([nil], nil)
        case .floor, .ceiling: ([.float], .float)
        case .toInteger: ([.float], .integer)
        case .toFloat: ([.integer], .float)
        case .bitNot, .bitCount: ([.integer], .integer)
        case .leftScan, .rightScan: ([.integer, .boolean], .integer)
        }
    }
}
