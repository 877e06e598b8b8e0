internal import AerospikeProtocol

/// An operation that reads the value of an expression or writes it into a bin: codes 7 and 8, with `[expression, flags]` as
/// their value (`Spec/wire-protocol.md` §6.4).
package struct ExpressionOperation: Sendable {
    /// The flags behind the expression.
    private enum Flag {
        static let createOnly: UInt64 = 1
        static let updateOnly: UInt64 = 2
        static let allowDelete: UInt64 = 4
        static let policyNoFail: UInt64 = 8
        static let evaluationNoFail: UInt64 = 16
    }

    private let access: CollectionOperation.Access
    private let node: ExpressionNode
    private let variableCount: Int
    private let flags: UInt64

    /// Parses the value bytes of the operation.
    ///
    /// - Throws: result 4 for malformed expressions and flags that mean nothing.
    package init(
        access: CollectionOperation.Access,
        particleType: UInt8,
        parameters: ArraySlice<UInt8>
    ) throws(OperationFailure) {
        let (expression, flags) = try Self.parts(parameters)
        var parser = ExpressionParser(expression)
        self.node = try parser.parse().node
        self.variableCount = parser.variableCount
        self.access = access
        self.flags = flags
        let valid: UInt64 = access == .read ? Flag.evaluationNoFail : 0x1f
        guard flags & ~valid == 0 else { throw .parameter }
    }

    /// Cuts the parameters into expression and flags. Flags that are missing or no integer are none.
    private static func parts(
        _ parameters: ArraySlice<UInt8>
    ) throws(OperationFailure) -> (ArraySlice<UInt8>, UInt64) {
        guard let token = try? PackedToken(parameters.view, at: 0), token.kind == .list, token.flags == 0,
            (1...2).contains(token.count),
            let end = try? MessagePackWalker.end(of: parameters.view, from: token.next)
        else { throw .parameter }
        let flags = (try? PackedToken(parameters.view, at: end)).flatMap { $0.kind.isInteger ? $0.bits : nil }
        return (parameters.bytes(in: token.next..<end), flags ?? 0)
    }

    /// Evaluates the expression on a record and says what becomes of the bin.
    ///
    /// - Throws: 6 and 17 for bins that must not or must exist, 26 when the value is unknown or would delete the bin.
    package func apply(
        binNamed name: [UInt8],
        of record: some ExpressionRecord
    ) throws(OperationFailure) -> CollectionOutcome {
        let current = record.bin(named: name)
        if self.access == .modify, let code = self.refusal(exists: current != nil) {
            guard self.has(Flag.policyNoFail) else { throw OperationFailure(code) }
            return CollectionOutcome(change: .unchanged, result: nil)
        }
        var evaluator = ExpressionEvaluator(record, variableCount: self.variableCount)
        guard let value = evaluator.value(self.node) else {
            guard self.has(Flag.evaluationNoFail) else { throw .notApplicable }
            return CollectionOutcome(change: .unchanged, result: nil)
        }
        guard self.access == .modify else { return CollectionOutcome(change: .unchanged, result: value.particle) }
        if let particle = value.particle { return CollectionOutcome(change: .replaced(particle), result: nil) }
        return CollectionOutcome(change: try self.deletion(exists: current != nil), result: nil)
    }

    private func has(_ flag: UInt64) -> Bool { self.flags & flag != 0 }

    private func refusal(exists: Bool) -> ResultCode? {
        if exists { return self.has(Flag.createOnly) ? .binExists : nil }
        return self.has(Flag.updateOnly) ? .binNotFound : nil
    }

    private func deletion(exists: Bool) throws(OperationFailure) -> CollectionOutcome.Change {
        guard exists else { return .unchanged }
        if self.has(Flag.allowDelete) { return .removed }
        guard self.has(Flag.policyNoFail) else { throw .notApplicable }
        return .unchanged
    }
}
