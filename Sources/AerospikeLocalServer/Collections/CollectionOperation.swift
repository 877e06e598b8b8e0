internal import AerospikeProtocol

/// An operation on a list or map: what operations 3 (read) and 4 (modify) carry as MessagePack (`Spec/wire-protocol.md` §9.3).
///
/// Parsing and applying are pure: create the operation from the value of the message's operation, apply it to the bin's
/// current value, store what the outcome says. The record's bins are the caller's.
package struct CollectionOperation: Sendable {
    /// Which of the two operations carries it.
    package enum Access: Sendable {
        /// Operation 3: the bin stays as it is.
        case read
        /// Operation 4: the bin may change.
        case modify
    }

    let access: Access
    let context: [CollectionContextStep]
    let command: CollectionCommand

    /// Parses `[opcode, arguments…]` or `[0xff, [context…], [opcode, arguments…]]`.
    ///
    /// - Parameters:
    ///   - access: Which operation carries it; the opcode must fit.
    ///   - particleType: The particle type of the operation. The server does not look at it.
    ///   - parameters: The value bytes of the operation.
    /// - Throws: result 4 for malformed parameters.
    package init(
        access: Access,
        particleType: UInt8,
        parameters: ArraySlice<UInt8>
    ) throws(OperationFailure) {
        let outer = try CollectionCommand(parameters)
        self.access = access
        guard outer.opcode == CollectionCommand.contextOpcode else {
            self.context = []
            self.command = outer
            return
        }
        guard outer.arguments.count == 2 else { throw .parameter }
        self.context = try CollectionContextStep.steps(outer.arguments[0])
        self.command = try CollectionCommand(outer.arguments[1].bytes)
    }

    /// Applies the operation to the current value of the bin, nil when there is none.
    ///
    /// Reading an absent bin returns nothing. Removing from an absent bin does nothing.
    ///
    /// - Throws: 4 for wrong arguments, 12 when the bin is no such collection, 23 and 24 for elements that must or must not
    ///   exist, 26 when the operation cannot be applied.
    package func apply(to bin: BinParticle?) throws(OperationFailure) -> CollectionOutcome {
        // Sorting is the one modification that an absent bin refuses.
        if bin == nil && self.context.isEmpty && self.command.isSort { throw .binType }
        if bin == nil && self.access == .read { return CollectionOutcome(change: .unchanged, result: nil) }
        guard self.context.isEmpty else { return try self.applyInContext(to: bin) }
        if let bin, bin.type != self.command.particleType { throw .binType }
        let outcome = try self.command.apply(to: bin?.bytes[...], access: self.access)
        return CollectionOutcome(change: self.topChange(outcome, wasPresent: bin != nil), result: outcome.result)
    }

    /// Operations that create a collection leave it behind even when they added nothing to it.
    private func topChange(_ outcome: CollectionCommand.Outcome, wasPresent: Bool) -> CollectionOutcome.Change {
        switch outcome.change {
        case .replaced(let bytes): return .replaced(BinParticle(type: self.command.particleType, bytes: bytes))
        case .none, .touched:
            guard !wasPresent, self.access == .modify, let empty = self.command.createdEmpty else { return .unchanged }
            return .replaced(BinParticle(type: self.command.particleType, bytes: empty))
        }
    }
}
