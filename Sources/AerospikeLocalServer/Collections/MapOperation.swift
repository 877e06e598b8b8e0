internal import AerospikeProtocol

/// One operation on one map.
struct MapOperation: Sendable {
    let opcode: UInt64
    let arguments: CollectionArguments
    let map: PackedMap
    let wasPresent: Bool
    let isModifying: Bool

    /// Takes the operation and the packed map, nil when the map is absent: it is then an empty one with the order that the
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
        guard let map = PackedMap(packed ?? command.createdEmpty?[...] ?? [0x80]) else { throw .parameter }
        self.map = map
    }

    /// Applies the operation.
    func apply() throws(OperationFailure) -> CollectionCommand.Outcome {
        switch (self.opcode, self.isModifying) {
        case (64...69, true), (73...74, true): return try self.applyModification()
        case (70, true):
            guard self.wasPresent else { throw .elementNotFound }
            return try self.applyModification()
        case (75, true):
            return self.wasPresent ? self.replaced(PackedMap(flags: self.map.flags)) : CollectionCommand.Outcome()
        case (76...79, true), (81...89, true):
            guard self.wasPresent else { return CollectionCommand.Outcome() }
            return self.outcome(of: try self.select())
        case (96, false): return CollectionCommand.Outcome(result: .integer(Int64(self.map.entries.count)))
        case (97...100, false), (102...110, false): return self.outcome(of: try self.select())
        default: throw .parameter
        }
    }

    /// The outcome of a modification that made a new map.
    func replaced(_ map: PackedMap, result: BinParticle? = nil) -> CollectionCommand.Outcome {
        CollectionCommand.Outcome(change: .replaced(map.packed), result: result)
    }

    /// The outcome of a modification that added nothing; the result is the number of entries.
    func unchanged(_ change: CollectionCommand.Change = .none) -> CollectionCommand.Outcome {
        CollectionCommand.Outcome(change: change, result: .integer(Int64(self.map.entries.count)))
    }
}
