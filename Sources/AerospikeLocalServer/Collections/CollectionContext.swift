internal import AerospikeProtocol

/// The way from a bin's list or map into the element that an operation works on, and back.
struct CollectionContext: Sendable {
    let command: CollectionCommand
    let access: CollectionOperation.Access

    /// Applies the command to the element that the steps lead to; the outcome's change is that of the outer container.
    func apply(
        to container: ArraySlice<UInt8>,
        _ steps: ArraySlice<CollectionContextStep>
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let step = steps.first else { return try self.applyCommand(to: container) }
        let kind = PackedValue(unchecked: container).kind
        guard let selector = step.selector, step.namesContainer || !step.creates else { throw .notApplicable }
        if kind == .list, step.fitsList, let list = PackedList(container) {
            return try self.apply(to: list, step, selector, steps.dropFirst())
        } else if kind == .map, step.fitsMap, let map = PackedMap(container) {
            return try self.apply(to: map, step, selector, steps.dropFirst())
        }
        throw .notApplicable
    }

    private func applyCommand(to container: ArraySlice<UInt8>) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard PackedValue(unchecked: container).kind == (self.command.isList ? .list : .map) else { throw .binType }
        return try self.command.apply(to: container, access: self.access)
    }

    private func apply(
        to list: PackedList,
        _ step: CollectionContextStep,
        _ selector: CollectionContextStep.Selector,
        _ rest: ArraySlice<CollectionContextStep>
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let position = try self.position(in: list, step, selector) else {
            return try self.create(in: list, step, rest)
        }
        var outcome = try self.apply(to: list.elements[position].bytes, rest)
        guard case .replaced(let bytes) = outcome.change else { return outcome }
        var list = list
        let value = PackedValue(unchecked: bytes[...])
        if list.isOrdered {
            list.elements.remove(at: position)
            list.elements.insert(value, at: list.elements.lowerBound(of: value))
        } else {
            list.elements[position] = value
        }
        outcome.change = .replaced(list.packed)
        return outcome
    }

    private func apply(
        to map: PackedMap,
        _ step: CollectionContextStep,
        _ selector: CollectionContextStep.Selector,
        _ rest: ArraySlice<CollectionContextStep>
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let position = try self.position(in: map, step, selector) else {
            return try self.create(in: map, step, rest)
        }
        var outcome = try self.apply(to: map.entries[position].value.bytes, rest)
        guard case .replaced(let bytes) = outcome.change else { return outcome }
        var map = map
        map.entries[position].value = PackedValue(unchecked: bytes[...])
        outcome.change = .replaced(map.packed)
        return outcome
    }
}

extension CollectionContext {
    /// The position of a step's element; nil when it is absent and shall be created.
    ///
    /// - Throws: result 26 when it is absent.
    private func position(
        in list: PackedList,
        _ step: CollectionContextStep,
        _ selector: CollectionContextStep.Selector
    ) throws(OperationFailure) -> Int? {
        switch selector {
        case .key: throw .notApplicable
        case .value:
            guard let found = list.elements.firstIndex(where: { $0.isEqual(to: step.value) }) else {
                throw .notApplicable
            }
            return found
        case .index, .rank:
            if let found = try self.single(step, total: list.elements.count) {
                guard selector == .rank, !list.isOrdered else { return found }
                let ranks = CollectionRange(start: found, count: 1)
                return RankSelection.positions(ranks: ranks, in: list.elements).first
            }
            guard selector == .index || list.isOrdered, step.creates, self.access == .modify else {
                throw .notApplicable
            }
            return nil
        }
    }

    private func position(
        in map: PackedMap,
        _ step: CollectionContextStep,
        _ selector: CollectionContextStep.Selector
    ) throws(OperationFailure) -> Int? {
        switch selector {
        case .key:
            guard let bytes = PackedNormalizer.normalize(step.value.bytes) else { throw .notApplicable }
            let key = PackedValue(unchecked: bytes[...])
            if let found = map.found(key, at: map.position(of: key)) { return found }
            guard step.creates, self.access == .modify else { throw .notApplicable }
            return nil
        case .value:
            guard let found = map.entries.firstIndex(where: { $0.value.isEqual(to: step.value) }) else {
                throw .notApplicable
            }
            return found
        case .index, .rank:
            guard let found = try self.single(step, total: map.entries.count) else { throw .notApplicable }
            return selector == .rank ? map.positionsByValue[found] : found
        }
    }

    private func single(_ step: CollectionContextStep, total: Int) throws(OperationFailure) -> Int? {
        guard let index = step.value.integerValue else { throw .notApplicable }
        return CollectionRange(index: index, count: 1, total: total, isMultiple: false)?.start
    }
}

extension PackedMap {
    /// The positions of the entries in order of value.
    var positionsByValue: [Int] {
        self.entries.indices.sorted {
            switch self.entries[$0].value.relation(to: self.entries[$1].value) {
            case .less: true
            case .equal: $0 < $1
            case .greater: false
            }
        }
    }
}
