internal import AerospikeProtocol

extension CollectionContext {
    /// The longest run of nils that a created index may leave in front of it.
    private static let longestGap = 1 << 20

    /// Creates the element of a step at the end of a list, with all that the steps behind it name.
    func create(
        in list: PackedList,
        _ step: CollectionContextStep,
        _ rest: ArraySlice<CollectionContextStep>
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let index = step.value.integerValue else { throw .notApplicable }
        let total = list.elements.count
        let isAtEnd = index == Int64(total) || (total == 0 && index == -1)
        let gap = index - Int64(total)
        guard isAtEnd || list.isOrdered || (step.createsPaddedList && (1...Int64(Self.longestGap)).contains(gap)) else {
            throw .notApplicable
        }
        var outcome = try self.created(rest)
        guard case .replaced(let bytes) = outcome.change else { return outcome }
        var list = list
        let value = PackedValue(unchecked: bytes[...])
        if list.isOrdered {
            list.elements.insert(value, at: list.elements.lowerBound(of: value))
        } else {
            list.elements += isAtEnd ? [value] : [PackedValue](repeating: .null, count: Int(gap)) + [value]
        }
        outcome.change = .replaced(list.packed)
        return outcome
    }

    /// Creates the value of a step's key in a map, with all that the steps behind it name.
    func create(
        in map: PackedMap,
        _ step: CollectionContextStep,
        _ rest: ArraySlice<CollectionContextStep>
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let key = PackedNormalizer.normalize(step.value.bytes) else { throw .notApplicable }
        var outcome = try self.created(rest)
        guard case .replaced(let bytes) = outcome.change else { return outcome }
        var map = map
        let entry = PackedMap.Entry(key: PackedValue(unchecked: key[...]), value: PackedValue(unchecked: bytes[...]))
        map.entries.insert(entry, at: map.position(of: entry.key))
        outcome.change = .replaced(map.packed)
        return outcome
    }

    /// Applies the command to an absent element and wraps what it makes into the containers that the steps name.
    func created(_ steps: ArraySlice<CollectionContextStep>) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let step = steps.first else { return try self.applyToAbsent() }
        guard !step.persists, step.namesContainer else { throw .notApplicable }
        if step.isMapKey {
            return try self.create(in: PackedMap(flags: step.createdMapFlags), step, steps.dropFirst())
        } else if step.isListIndex, let index = step.value.integerValue, index >= -1 {
            guard step.createsOrderedList || step.createsPaddedList || index <= 0 else { throw .notApplicable }
            return try self.create(in: PackedList(isOrdered: step.createsOrderedList), step, steps.dropFirst())
        }
        throw .notApplicable
    }

    private func applyToAbsent() throws(OperationFailure) -> CollectionCommand.Outcome {
        var outcome = try self.command.apply(to: nil, access: self.access)
        if case .touched = outcome.change, let empty = self.command.createdEmpty { outcome.change = .replaced(empty) }
        return outcome
    }
}

extension CollectionOperation {
    /// Applies an operation with a context.
    func applyInContext(to bin: BinParticle?) throws(OperationFailure) -> CollectionOutcome {
        let context = CollectionContext(command: self.command, access: self.access)
        guard let bin else {
            guard let first = self.context.first, first.creates else { throw .notApplicable }
            let outcome = try context.created(self.context[...])
            if self.command.isSort { throw .binType }
            let type = (first.isListIndex ? ParticleType.list : ParticleType.map).rawValue
            return CollectionOutcome(change: Self.change(outcome, type: type), result: outcome.result)
        }
        guard bin.type == ParticleType.list.rawValue || bin.type == ParticleType.map.rawValue else { throw .parameter }
        let outcome = try context.apply(to: bin.bytes[...], self.context[...])
        return CollectionOutcome(change: Self.change(outcome, type: bin.type), result: outcome.result)
    }

    private static func change(_ outcome: CollectionCommand.Outcome, type: UInt8) -> CollectionOutcome.Change {
        guard case .replaced(let bytes) = outcome.change else { return .unchanged }
        return .replaced(BinParticle(type: type, bytes: bytes))
    }
}
