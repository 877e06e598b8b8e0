internal import AerospikeProtocol

extension ListOperation {
    func applyModification() throws(OperationFailure) -> CollectionCommand.Outcome {
        switch self.opcode {
        case 0: return try self.setType(self.arguments.flags(0))
        case 1: return try self.append([self.arguments.stored(0)], isItems: false)
        case 2: return try self.append(self.storedItems(0), isItems: true)
        case 3: return try self.insert([self.arguments.stored(1)], isItems: false)
        case 4: return try self.insert(self.storedItems(1), isItems: true)
        case 9: return try self.set()
        case 11: return self.clear()
        case 12: return try self.increment()
        default: return try self.sort(self.arguments.flags(0))
        }
    }

    /// The elements of a list of values to store.
    private func storedItems(_ position: Int) throws(OperationFailure) -> [PackedValue] {
        guard let list = PackedList(try self.arguments.stored(position).bytes) else { throw .parameter }
        return list.elements
    }

    private func setType(_ flags: UInt64) throws(OperationFailure) -> CollectionCommand.Outcome {
        let byte = UInt8(truncatingIfNeeded: flags)
        guard byte & ~(PackedFlags.listOrdered | PackedFlags.persistIndex) == 0 else { throw .notApplicable }
        let isOrdered = byte & PackedFlags.listOrdered != 0
        guard isOrdered != self.list.isOrdered else { return CollectionCommand.Outcome(change: .touched) }
        var list = self.list
        list.isOrdered = isOrdered
        if isOrdered { list.elements.sort { $0.isLess(than: $1) } }
        return self.replaced(list)
    }

    private func clear() -> CollectionCommand.Outcome {
        guard self.wasPresent else { return CollectionCommand.Outcome() }
        return self.replaced(PackedList(isOrdered: self.list.isOrdered))
    }

    private func increment() throws(OperationFailure) -> CollectionCommand.Outcome {
        let index = try self.absoluteIndex(self.arguments.index(0))
        let elements = self.list.elements
        let current = index < elements.count ? elements[index] : nil
        let number = try CollectionNumber(adding: self.arguments.value(1), to: current, negated: false)
        let flags = ListFlags(self.arguments.flags(3))
        var outcome: CollectionCommand.Outcome
        if self.list.isOrdered {
            outcome = try self.replaceOrdered(at: index, with: number.packed, flags)
        } else {
            outcome = try self.set(number.packed, at: Int64(index), flags)
        }
        outcome.result = number.particle
        return outcome
    }

    private func replaceOrdered(
        at index: Int,
        with value: PackedValue,
        _ flags: ListFlags
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        var list = self.list
        guard index <= list.elements.count else { throw .notApplicable }
        let found = list.elements.firstIndex { $0.isEqual(to: value) }
        if flags.isUnique, let found { return try found == index ? .init() : self.exists(flags, returnsCount: false) }
        if index < list.elements.count { list.elements.remove(at: index) }
        list.elements.insert(value, at: list.elements.lowerBound(of: value))
        return self.replaced(list)
    }

    private func sort(_ flags: UInt64) throws(OperationFailure) -> CollectionCommand.Outcome {
        var list = self.list
        guard list.elements.count > 1 else { return CollectionCommand.Outcome() }
        let isDescending = flags & 1 != 0 && !list.isOrdered
        if !list.isOrdered { list.elements.sort { isDescending ? $1.isLess(than: $0) : $0.isLess(than: $1) } }
        if flags & 2 != 0 {
            let kept = list.elements.withoutRepetitions
            // The server looks for repetitions in ascending order only and takes any other order for a broken list.
            if isDescending && kept.count > 1 { throw .parameter }
            list.elements = kept
        }
        return self.replaced(list)
    }

    /// An index counted from the start, which may lie behind the end.
    func absoluteIndex(_ index: Int64) throws(OperationFailure) -> Int {
        let absolute = index < 0 ? index &+ Int64(self.list.elements.count) : index
        guard index <= Int64(Int32.max), absolute >= 0 else { throw .notApplicable }
        return Int(absolute)
    }

    /// The outcome for a value that must not be in the list and is.
    func exists(_ flags: ListFlags, returnsCount: Bool) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard flags.isNoFail else { throw .elementExists }
        return returnsCount ? self.unchanged() : CollectionCommand.Outcome()
    }
}

extension [PackedValue] {
    /// The first position in a sorted list that holds no lesser value.
    func lowerBound(of value: PackedValue) -> Int {
        var low = 0
        var high = self.count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].isLess(than: value) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The elements without those that equal their predecessor.
    var withoutRepetitions: [PackedValue] {
        var kept: [PackedValue] = []
        for element in self where kept.last?.isEqual(to: element) != true { kept.append(element) }
        return kept
    }

    /// Whether an element equals a value.
    func contains(equal value: PackedValue) -> Bool { self.contains { $0.isEqual(to: value) } }
}
