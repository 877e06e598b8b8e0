/// A filter: an expression that is true for the records that match (field 43, `Spec/wire-protocol.md` §15).
///
/// Parse it once and evaluate it on each record. Only `Truth.true` matches; for single records any other answer is
/// result 27, in scans the record is passed over.
package struct FilterExpression: Sendable {
    private let node: ExpressionNode
    private let variableCount: Int

    /// Parses the value of the field.
    ///
    /// - Throws: result 4 for what is malformed, mistyped, unknown to the version or no truth value.
    package init(_ bytes: ArraySlice<UInt8>) throws(OperationFailure) {
        var parser = ExpressionParser(bytes)
        let typed = try parser.parse()
        guard typed.type == .boolean else { throw .parameter }
        self.node = typed.node
        self.variableCount = parser.variableCount
    }

    /// Evaluates the filter on a record.
    package func evaluate(_ record: some ExpressionRecord) -> Truth {
        var evaluator = ExpressionEvaluator(record, variableCount: self.variableCount)
        switch evaluator.value(self.node) {
        case .boolean(true): return .true
        case .boolean(false): return .false
        default: return .unknown
        }
    }
}
