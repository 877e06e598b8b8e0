internal import Glibc

extension ExpressionEvaluator {
    mutating func fold(_ fold: ExpressionNode.Fold, _ nodes: [ExpressionNode]) -> ExpressionValue? {
        var integers: [Int64] = []
        var floats: [Double] = []
        for node in nodes {
            switch self.value(node) {
            case .integer(let value): integers.append(value)
            case .float(let value): floats.append(value)
            default: return nil
            }
        }
        if let first = floats.first { return Self.fold(fold, first, floats.dropFirst()).map { .float($0) } }
        guard let first = integers.first else { return nil }
        return Self.fold(fold, first, integers.dropFirst()).map { .integer($0) }
    }

    /// Sums and products wrap around. A quotient is by the product of all divisors; a single operand is negated or inverted.
    private static func fold(_ fold: ExpressionNode.Fold, _ first: Int64, _ rest: ArraySlice<Int64>) -> Int64? {
        switch fold {
        case .add: rest.reduce(first, &+)
        case .subtract: rest.isEmpty ? 0 &- first : rest.reduce(first, &-)
        case .multiply: rest.reduce(first, &*)
        case .divide: rest.isEmpty ? self.quotient(1, first) : self.quotient(first, rest.reduce(1, &*))
        case .bitAnd: rest.reduce(first, &)
        case .bitOr: rest.reduce(first, |)
        case .bitExclusiveOr: rest.reduce(first, ^)
        case .minimum: rest.reduce(first, min)
        case .maximum: rest.reduce(first, max)
        }
    }

    private static func quotient(_ dividend: Int64, _ divisor: Int64) -> Int64? {
        divisor == 0 ? nil : dividend.dividedReportingOverflow(by: divisor).partialValue
    }

    private static func fold(_ fold: ExpressionNode.Fold, _ first: Double, _ rest: ArraySlice<Double>) -> Double? {
        switch fold {
        case .add: rest.reduce(first, +)
        case .subtract: rest.isEmpty ? 0 - first : rest.reduce(first, -)
        case .multiply: rest.reduce(first, *)
        case .divide: rest.isEmpty ? 1 / first : first / rest.reduce(1, *)
        case .minimum: rest.reduce(first) { $0 > $1 ? $1 : $0 }
        case .maximum: rest.reduce(first) { $0 < $1 ? $1 : $0 }
        case .bitAnd, .bitOr, .bitExclusiveOr: nil
        }
    }

    mutating func function(_ function: ExpressionNode.Function, _ nodes: [ExpressionNode]) -> ExpressionValue? {
        guard let first = self.value(nodes[0]) else { return nil }
        guard nodes.count > 1 else { return Self.apply(function, first) }
        guard let second = self.value(nodes[1]) else { return nil }
        switch (first, second) {
        case (.float(let first), .float(let second)):
            return .float(function == .power ? pow(first, second) : log(first) / log(second))
        case (.integer(let first), .integer(let second)):
            return Self.apply(function, first, second).map { .integer($0) }
        case (.integer(let value), .boolean(let isSet)):
            return .integer(Self.scan(function, UInt64(bitPattern: isSet ? value : ~value)))
        default: return nil
        }
    }

    private static func apply(_ function: ExpressionNode.Function, _ value: ExpressionValue) -> ExpressionValue? {
        switch (function, value) {
        case (.absolute, .integer(let value)): .integer(Int64(truncatingIfNeeded: value.magnitude))
        case (.absolute, .float(let value)): .float(fabs(value))
        case (.floor, .float(let value)): .float(Glibc.floor(value))
        case (.ceiling, .float(let value)): .float(ceil(value))
        case (.toInteger, .float(let value)): .integer(abs(value) < 0x1p63 ? Int64(value) : .min)
        case (.toFloat, .integer(let value)): .float(Double(value))
        case (.bitNot, .integer(let value)): .integer(~value)
        case (.bitCount, .integer(let value)): .integer(Int64(value.nonzeroBitCount))
        default: nil
        }
    }

    /// Shifts take the count modulo 64, as the server's processor does.
    private static func apply(_ function: ExpressionNode.Function, _ first: Int64, _ second: Int64) -> Int64? {
        switch function {
        case .modulo: second == 0 ? nil : first.remainderReportingOverflow(dividingBy: second).partialValue
        case .leftShift: first &<< second
        case .logicalRightShift: Int64(bitPattern: UInt64(bitPattern: first) &>> UInt64(bitPattern: second))
        case .arithmeticRightShift: first &>> second
        default: nil
        }
    }

    /// The place of the first set bit, counted from the most significant one; −1 when there is none.
    private static func scan(_ function: ExpressionNode.Function, _ bits: UInt64) -> Int64 {
        guard bits != 0 else { return -1 }
        return Int64(function == .leftScan ? bits.leadingZeroBitCount : 63 - bits.trailingZeroBitCount)
    }
}
