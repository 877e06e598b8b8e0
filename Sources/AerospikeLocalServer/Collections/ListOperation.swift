internal import AerospikeProtocol

/// One operation on one list.
struct ListOperation: Sendable {
    let opcode: UInt64
    let arguments: CollectionArguments
    let list: PackedList
    let wasPresent: Bool
    let isModifying: Bool

    /// Takes the operation and the packed list, nil when the list is absent: it is then an empty one with the order that the
    /// operation asks for.
    ///
    /// - Throws: result 4 when number or kinds of the arguments are wrong.
    init(
        _ command: CollectionCommand,
        on packed: ArraySlice<UInt8>?,
        access: CollectionOperation.Access
    ) throws(OperationFailure) {
        guard let arguments = CollectionArguments(command.arguments, for: command.opcode) else { throw .parameter }
        self.opcode = command.opcode
        self.arguments = arguments
        self.wasPresent = packed != nil
        self.isModifying = access == .modify
        guard let list = PackedList(packed ?? command.createdEmpty?[...] ?? [0x90]) else { throw .parameter }
        self.list = list
    }

    /// Applies the operation.
    func apply() throws(OperationFailure) -> CollectionCommand.Outcome {
        switch (self.opcode, self.isModifying) {
        case (0...4, true), (9, true), (11...13, true): return try self.applyModification()
        case (5...8, true), (10, true), (32...40, true):
            guard self.wasPresent else { return CollectionCommand.Outcome() }
            return self.outcome(of: try self.select())
        case (16, false): return CollectionCommand.Outcome(result: .integer(Int64(self.list.elements.count)))
        case (17...27, false): return self.outcome(of: try self.select())
        default: throw .parameter
        }
    }

    /// The outcome of a modification that made a new list.
    func replaced(_ list: PackedList, result: BinParticle? = nil) -> CollectionCommand.Outcome {
        CollectionCommand.Outcome(change: .replaced(list.packed), result: result)
    }

    /// The outcome of a modification that added nothing; the result is the number of elements.
    func unchanged(_ change: CollectionCommand.Change = .none) -> CollectionCommand.Outcome {
        CollectionCommand.Outcome(change: change, result: .integer(Int64(self.list.elements.count)))
    }
}
