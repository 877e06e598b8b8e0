extension ExpressionEvaluator {
    mutating func compare(
        _ comparison: ExpressionNode.Comparison,
        _ left: ExpressionNode,
        _ right: ExpressionNode
    ) -> ExpressionValue? {
        guard let first = self.value(left), let second = self.value(right) else { return nil }
        switch (first, second) {
        case (.integer(let first), .integer(let second)):
            return .boolean(comparison.holds(PackedOrder.relation(first, second)))
        case (.float(let first), .float(let second)): return .boolean(comparison.holds(first, second))
        case (.boolean(let first), .boolean(let second)):
            return .boolean(comparison.holds(PackedOrder.relation(first ? 1 : 0, second ? 1 : 0)))
        case (.string(let first), .string(let second)), (.blob(let first), .blob(let second)):
            return .boolean(comparison.holds(Self.relation(first, second)))
        case (.list(let first), .list(let second)), (.map(let first), .map(let second)):
            return Self.compare(comparison, packed: first, second)
        default: return nil
        }
    }

    /// Maps that are not flagged as ordered cannot be compared, wherever they are.
    private static func compare(
        _ comparison: ExpressionNode.Comparison,
        packed first: [UInt8],
        _ second: [UInt8]
    ) -> ExpressionValue? {
        var sawUnorderedMap = false
        let relation = PackedOrder.compare(first.span.bytes, second.span.bytes, sawUnorderedMap: &sawUnorderedMap)
        return sawUnorderedMap ? nil : .boolean(comparison.holds(relation))
    }

    private static func relation(_ first: [UInt8], _ second: [UInt8]) -> PackedOrder.Relation {
        for (left, right) in zip(first, second) where left != right { return left < right ? .less : .greater }
        return PackedOrder.relation(first.count, second.count)
    }
}
