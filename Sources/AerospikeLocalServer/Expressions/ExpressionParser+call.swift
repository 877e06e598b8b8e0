extension ExpressionParser {
    private static let collectionSystem: UInt64 = 0
    private static let modifyingFlag: UInt64 = 0x40

    /// Parses type, system, operation and subject of a call.
    mutating func call() throws(OperationFailure) -> Typed {
        let type = try self.type()
        let system = try self.unsigned()
        let parts = try self.callParts()
        let subject = try self.expression()
        guard system & ~Self.modifyingFlag == Self.collectionSystem else { throw .parameter }
        guard subject.type == .list || subject.type == .map else { throw .parameter }
        let call = ExpressionCall(
            type: type,
            access: system & Self.modifyingFlag != 0 ? .modify : .read,
            parts: parts,
            subject: subject.node
        )
        return Typed(node: .call(call), type: type)
    }

    /// Parses the operation: arguments that are lists are expressions, all others stand for themselves.
    private mutating func callParts() throws(OperationFailure) -> [ExpressionCall.Part] {
        let (remaining, head) = try self.bytesPassed { parser throws(OperationFailure) in try parser.callHead() }
        var parts: [ExpressionCall.Part] = [.bytes(head)]
        for _ in 0..<remaining {
            if try self.token().kind == .list {
                parts.append(.expression(try self.expression().node))
            } else {
                parts.append(.bytes(try self.element().bytes))
            }
        }
        return parts
    }

    /// Passes over the code of the operation, and over its context if it has one; returns the number of arguments.
    private mutating func callHead() throws(OperationFailure) -> Int {
        var count = try self.listHeader()
        guard count > 0 else { throw .parameter }
        if try self.unsigned() == CollectionCommand.contextOpcode {
            guard count == 3 else { throw .parameter }
            _ = try self.element()
            count = try self.listHeader()
            guard count > 0 else { throw .parameter }
            _ = try self.unsigned()
        }
        return count - 1
    }
}
