extension ExpressionParser {
    /// Parses the operands of an operation.
    mutating func operation(_ opcode: UInt64, count: Int) throws(OperationFailure) -> Typed {
        if let comparison = ExpressionNode.Comparison(rawValue: opcode) {
            return try self.comparison(comparison, count)
        }
        if let logic = ExpressionNode.Logic(rawValue: opcode) {
            guard count >= 2 else { throw .parameter }
            return Typed(node: .logic(logic, try self.expressions(count, .boolean)), type: .boolean)
        }
        if let fold = ExpressionNode.Fold(rawValue: opcode) { return try self.fold(fold, count) }
        if let function = ExpressionNode.Function(rawValue: opcode) { return try self.function(function, count) }
        if let metadata = ExpressionNode.Metadata(rawValue: opcode) {
            guard count == 0 else { throw .parameter }
            return Typed(node: .metadata(metadata), type: metadata.type)
        }
        switch opcode {
        case 123: return try self.condition(count)
        case 125: return try self.definition(count)
        default: break
        }
        guard count == Self.operandCounts[opcode] else { throw .parameter }
        return try self.fixedOperation(opcode)
    }

    /// The number of operands of operations that take so many and no other.
    private static let operandCounts: [UInt64: Int] = [
        0: 0, 7: 3, 8: 2, 18: 1, 64: 1, 80: 1, 81: 2, 82: 1, 124: 1, 126: 1, 127: 4,
    ]

    private mutating func fixedOperation(_ opcode: UInt64) throws(OperationFailure) -> Typed {
        switch opcode {
        case 0: return Typed(node: .unknown, type: .boolean, isUnknown: true)
        case 7: return try self.match()
        case 8:
            let left = try self.expression(.geoJSON)
            return Typed(node: .geoComparison(left, try self.expression(.geoJSON)), type: .boolean)
        case 18: return Typed(node: .not(try self.expression(.boolean)), type: .boolean)
        case 64: return try self.digestModulo()
        case 80: return try self.key()
        case 81:
            let type = try self.type()
            return Typed(node: .bin(type, name: try self.binName()), type: type)
        case 82: return Typed(node: .binType(name: try self.binName()), type: .integer)
        case 124: return try self.variable()
        case 126: return try self.quoted()
        default: return try self.call()
        }
    }

    private mutating func comparison(
        _ comparison: ExpressionNode.Comparison,
        _ count: Int
    ) throws(OperationFailure) -> Typed {
        guard count == 2 else { throw .parameter }
        let left = try self.expression()
        let right = try self.expression()
        guard left.type == right.type else { throw .parameter }
        switch left.type {
        case .geoJSON, .hyperLogLog, .null: throw .parameter
        default: return Typed(node: .comparison(comparison, left.node, right.node), type: .boolean)
        }
    }

    private mutating func match() throws(OperationFailure) -> Typed {
        let options = try self.integer()
        let pattern = try self.rawString()
        let subject = try self.expression(.string)
        guard let expression = RegularExpression(pattern, options: options) else { throw .parameter }
        return Typed(node: .match(expression, subject), type: .boolean)
    }

    private mutating func fold(_ fold: ExpressionNode.Fold, _ count: Int) throws(OperationFailure) -> Typed {
        guard count >= 1 else { throw .parameter }
        let first = try self.expression()
        switch fold {
        case .bitAnd, .bitOr, .bitExclusiveOr: guard first.type == .integer else { throw .parameter }
        default: guard first.type == .integer || first.type == .float else { throw .parameter }
        }
        let rest = try self.expressions(count - 1, first.type)
        return Typed(node: .fold(fold, [first.node] + rest), type: first.type)
    }

    private mutating func function(
        _ function: ExpressionNode.Function,
        _ count: Int
    ) throws(OperationFailure) -> Typed {
        let signature = function.signature
        guard count == signature.arguments.count else { throw .parameter }
        var nodes: [ExpressionNode] = []
        var last = ExpressionType.integer
        for type in signature.arguments {
            let argument = try self.expression()
            guard type.map({ $0 == argument.type }) ?? (argument.type == .integer || argument.type == .float) else {
                throw .parameter
            }
            nodes.append(argument.node)
            last = argument.type
        }
        return Typed(node: .function(function, nodes), type: signature.value ?? last)
    }

    private mutating func digestModulo() throws(OperationFailure) -> Typed {
        let modulus = Int32(truncatingIfNeeded: try self.integer())
        guard modulus != 0 else { throw .parameter }
        return Typed(node: .digestModulo(modulus), type: .integer)
    }

    private mutating func key() throws(OperationFailure) -> Typed {
        let type = try self.type()
        switch type {
        case .integer, .string, .blob: return Typed(node: .key(type), type: type)
        default: throw .parameter
        }
    }

    /// Parses conditions, each with its value, and the value for when none holds. All values have one type.
    private mutating func condition(_ count: Int) throws(OperationFailure) -> Typed {
        guard count >= 3, count % 2 == 1 else { throw .parameter }
        var cases: [(ExpressionNode, ExpressionNode)] = []
        var type: ExpressionType?
        for _ in 0..<(count / 2) {
            let condition = try self.expression(.boolean)
            let value = try self.expression()
            if !value.isUnknown {
                guard type == nil || type == value.type else { throw .parameter }
                type = value.type
            }
            cases.append((condition, value.node))
        }
        let otherwise = try self.expression()
        guard type == nil || otherwise.isUnknown || type == otherwise.type else { throw .parameter }
        return Typed(node: .condition(cases, otherwise: otherwise.node), type: type ?? otherwise.type)
    }
}
