internal import AerospikeProtocol

/// Evaluates expressions on one record. The absence of a value is the value unknown.
struct ExpressionEvaluator<Record: ExpressionRecord> {
    private let record: Record
    private var variables: [ExpressionValue?]

    init(_ record: Record, variableCount: Int) {
        self.record = record
        self.variables = [ExpressionValue?](repeating: nil, count: variableCount)
    }

    /// The value of an expression.
    mutating func value(_ node: ExpressionNode) -> ExpressionValue? {
        switch node {
        case .unknown: nil
        case .constant(let value): value
        case .comparison(let comparison, let left, let right): self.compare(comparison, left, right)
        case .match(let expression, let subject): self.match(expression, subject)
        // Geometry is not computed here: points and regions neither match nor miss each other.
        case .geoComparison: nil
        case .logic(let logic, let nodes): self.combine(logic, nodes)
        case .not(let operand): self.boolean(operand).map { .boolean(!$0) }
        case .fold(let fold, let nodes): self.fold(fold, nodes)
        case .function(let function, let nodes): self.function(function, nodes)
        case .digestModulo(let modulus): self.digest(modulo: modulus)
        case .metadata(let metadata): self.metadata(metadata)
        case .key(let type):
            self.record.storedKey.flatMap { ExpressionValue($0) }.flatMap { $0.type == type ? $0 : nil }
        case .bin(let type, let name): self.bin(type, name)
        case .binType(let name): .integer(Int64(self.record.bin(named: name)?.type ?? 0))
        case .condition(let cases, let otherwise): self.condition(cases, otherwise)
        case .variable(let index): self.variables[index]
        case .define(let first, let values, let body): self.define(first, values, body)
        case .call(let call): self.call(call)
        }
    }

    private mutating func boolean(_ node: ExpressionNode) -> Bool? {
        guard case .boolean(let value) = self.value(node) else { return nil }
        return value
    }

    private func bin(_ type: ExpressionType, _ name: [UInt8]) -> ExpressionValue? {
        guard let particle = self.record.bin(named: name), particle.type == type.particleType.rawValue else {
            return nil
        }
        return ExpressionValue(particle)
    }

    private mutating func match(_ expression: RegularExpression, _ subject: ExpressionNode) -> ExpressionValue? {
        guard case .string(let text) = self.value(subject) else { return nil }
        return .boolean(expression.matches(text))
    }

    private mutating func condition(
        _ cases: [(ExpressionNode, ExpressionNode)],
        _ otherwise: ExpressionNode
    ) -> ExpressionValue? {
        for (condition, value) in cases {
            guard let holds = self.boolean(condition) else { return nil }
            if holds { return self.value(value) }
        }
        return self.value(otherwise)
    }

    private mutating func define(
        _ first: Int,
        _ values: [ExpressionNode],
        _ body: ExpressionNode
    ) -> ExpressionValue? {
        for (offset, node) in values.enumerated() { self.variables[first + offset] = self.value(node) }
        return self.value(body)
    }

    private mutating func combine(_ logic: ExpressionNode.Logic, _ nodes: [ExpressionNode]) -> ExpressionValue? {
        var isUnknown = false
        var found = 0
        for node in nodes {
            let truth = self.boolean(node)
            switch logic {
            case .and: if truth == false { return .boolean(false) }
            case .or: if truth == true { return .boolean(true) }
            case .exclusive:
                guard let truth else { return nil }
                found += truth ? 1 : 0
                if found > 1 { return .boolean(false) }
            }
            if truth == nil { isUnknown = true }
        }
        if isUnknown { return nil }
        return .boolean(logic == .exclusive ? found == 1 : logic == .and)
    }

    private mutating func call(_ call: ExpressionCall) -> ExpressionValue? {
        var operation = call.fixed
        if call.hasArguments {
            var arguments: [ExpressionValue] = []
            for case .expression(let node) in call.parts {
                guard let argument = self.value(node) else { return nil }
                arguments.append(argument)
            }
            operation = call.operation(arguments)
        }
        guard let operation, let subject = self.value(call.subject) else { return nil }
        let bin = subject.particle
        guard bin != nil || call.access == .modify, let outcome = try? operation.apply(to: bin) else { return nil }
        let particle = call.access == .modify ? outcome.change.applied(to: bin) : outcome.result
        guard let particle else { return call.type == .null ? .null : nil }
        guard particle.type == call.type.particleType.rawValue else { return nil }
        return ExpressionValue(particle)
    }

    private func digest(modulo modulus: Int32) -> ExpressionValue {
        let tail = self.record.digest.dropFirst(16).prefix(4)
        let value = tail.reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return .integer(value % Int64(modulus))
    }

    private func metadata(_ metadata: ExpressionNode.Metadata) -> ExpressionValue {
        switch metadata {
        // A namespace in memory has no device.
        case .deviceSize: .integer(0)
        case .lastUpdate: .integer(self.record.lastUpdateNanoseconds)
        case .sinceUpdate: .integer(self.record.sinceUpdateMilliseconds)
        case .voidTime: .integer(self.record.voidTimeNanoseconds)
        case .timeToLive: .integer(self.record.timeToLiveSeconds)
        case .setName: .string(self.record.setName)
        case .keyExists: .boolean(self.record.storedKey != nil)
        case .isTombstone: .boolean(false)
        case .memorySize, .recordSize: .integer(self.record.recordSize)
        }
    }
}

extension CollectionOutcome.Change {
    /// The bin after the change.
    func applied(to bin: BinParticle?) -> BinParticle? {
        switch self {
        case .unchanged: bin
        case .replaced(let particle): particle
        case .removed: nil
        }
    }
}
