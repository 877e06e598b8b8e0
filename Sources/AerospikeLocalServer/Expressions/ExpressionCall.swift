/// A list or map operation in an expression, on the value of another expression.
struct ExpressionCall: Sendable {
    /// A part of the packed operation.
    enum Part: Sendable {
        case bytes(ArraySlice<UInt8>)
        /// An argument that is evaluated first.
        case expression(ExpressionNode)
    }

    /// The type that the value must have; any other makes the call unknown.
    let type: ExpressionType
    let access: CollectionOperation.Access
    /// The parts that make the packed operation; used when it has arguments to evaluate.
    let parts: [Part]
    /// The operation when it has none; nil when it cannot be parsed, which makes the call unknown.
    let fixed: CollectionOperation?
    /// What the operation is applied to.
    let subject: ExpressionNode

    init(type: ExpressionType, access: CollectionOperation.Access, parts: [Part], subject: ExpressionNode) {
        self.type = type
        self.access = access
        self.parts = parts
        self.subject = subject
        self.fixed = Self.bytes(parts, []).flatMap { Self.operation(access, $0) }
    }

    /// Whether arguments must be evaluated.
    var hasArguments: Bool {
        self.parts.contains {
            if case .expression = $0 { true } else { false }
        }
    }

    /// The operation with its evaluated arguments, nil when it cannot be parsed.
    func operation(_ arguments: [ExpressionValue]) -> CollectionOperation? {
        Self.bytes(self.parts, arguments).flatMap { Self.operation(self.access, $0) }
    }

    private static func operation(_ access: CollectionOperation.Access, _ bytes: [UInt8]) -> CollectionOperation? {
        try? CollectionOperation(access: access, particleType: 4, parameters: bytes[...])
    }

    private static func bytes(_ parts: [Part], _ arguments: [ExpressionValue]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var remaining = arguments[...]
        for part in parts {
            switch part {
            case .bytes(let slice): bytes += slice
            case .expression:
                guard let argument = remaining.popFirst() else { return nil }
                bytes += argument.packed
            }
        }
        return bytes
    }
}
