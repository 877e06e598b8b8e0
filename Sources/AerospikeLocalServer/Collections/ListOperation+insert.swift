internal import AerospikeProtocol

extension ListOperation {
    func append(_ values: [PackedValue], isItems: Bool) throws(OperationFailure) -> CollectionCommand.Outcome {
        let flags = ListFlags(self.arguments.flags(2))
        guard self.list.isOrdered else {
            return try self.insert(values, at: Int64(self.list.elements.count), isItems: isItems, flags)
        }
        guard !values.isEmpty else { return self.unchanged(.touched) }
        let sorted = values.sorted { $0.isLess(than: $1) }
        var added = sorted
        if flags.isUnique {
            added = sorted.withoutRepetitions
            if let outcome = try self.refusal(repetitions: sorted.count - added.count, flags) { return outcome }
            let fresh = added.filter { !self.holds($0) }
            if fresh.count < added.count && !(isItems && flags.isPartial) {
                return try self.exists(flags, returnsCount: true)
            }
            added = fresh
        }
        var list = self.list
        for value in added { list.elements.insert(value, at: list.elements.lowerBound(of: value)) }
        return self.replaced(list, result: .integer(Int64(list.elements.count)))
    }

    /// Whether an ordered list holds a value.
    private func holds(_ value: PackedValue) -> Bool {
        let position = self.list.elements.lowerBound(of: value)
        return position < self.list.elements.count && self.list.elements[position].isEqual(to: value)
    }

    /// Values that repeat each other are refused as not applicable, unless they may be dropped.
    private func refusal(
        repetitions: Int,
        _ flags: ListFlags
    ) throws(OperationFailure) -> CollectionCommand.Outcome? {
        guard repetitions > 0 else { return nil }
        guard flags.isNoFail else { throw .notApplicable }
        return flags.isPartial ? nil : self.unchanged()
    }

    func insert(_ values: [PackedValue], isItems: Bool) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard !self.list.isOrdered else { throw .notApplicable }
        let flags = ListFlags(self.arguments.flags(2))
        return try self.insert(values, at: self.arguments.index(0), isItems: isItems, flags)
    }

    /// Inserts into an unordered list; a gap between its end and the index is filled with nil.
    private func insert(
        _ values: [PackedValue],
        at index: Int64,
        isItems: Bool,
        _ flags: ListFlags
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        guard !values.isEmpty else { return self.unchanged(.touched) }
        let position = try self.absoluteIndex(index)
        if flags.isBounded && position > self.list.elements.count {
            guard flags.isNoFail else { throw .notApplicable }
            return self.unchanged()
        }
        var added = values
        if flags.isUnique {
            switch try self.uniqueValues(values, isItems: isItems, flags) {
            case .values(let unique): added = unique
            case .refused(let outcome): return outcome
            }
        }
        let list = try self.padded(to: position, inserting: added)
        return self.replaced(list, result: .integer(Int64(list.elements.count)))
    }

    private enum Uniqueness {
        case values([PackedValue])
        case refused(CollectionCommand.Outcome)
    }

    private func uniqueValues(
        _ values: [PackedValue],
        isItems: Bool,
        _ flags: ListFlags
    ) throws(OperationFailure) -> Uniqueness {
        var unique: [PackedValue] = []
        for value in values {
            if self.list.elements.contains(equal: value) {
                guard isItems && flags.isPartial else { return .refused(try self.exists(flags, returnsCount: true)) }
            } else if unique.contains(equal: value) {
                if let outcome = try self.refusal(repetitions: 1, flags) { return .refused(outcome) }
            } else {
                unique.append(value)
            }
        }
        guard !unique.isEmpty else { return .refused(try self.exists(flags, returnsCount: true)) }
        return .values(unique)
    }

    private func padded(to position: Int, inserting values: [PackedValue]) throws(OperationFailure) -> PackedList {
        var list = self.list
        let missing = position - list.elements.count
        // A bin this long could not be stored; the server fails on it for the same reason, but later.
        guard missing < Self.longestGap else { throw .notApplicable }
        if missing > 0 { list.elements.append(contentsOf: repeatElement(.null, count: missing)) }
        list.elements.insert(contentsOf: values, at: position)
        return list
    }

    private static var longestGap: Int { 8 << 20 }

    func set() throws(OperationFailure) -> CollectionCommand.Outcome {
        let value = try self.arguments.stored(1)
        guard !self.list.isOrdered else { throw .notApplicable }
        return try self.set(value, at: self.arguments.index(0), ListFlags(self.arguments.flags(2)))
    }

    func set(
        _ value: PackedValue,
        at index: Int64,
        _ flags: ListFlags
    ) throws(OperationFailure) -> CollectionCommand.Outcome {
        let total = self.list.elements.count
        guard index < Int64(total) else {
            var outcome = try self.insert([value], at: index, isItems: false, flags)
            outcome.result = nil
            return outcome
        }
        let position = try self.absoluteIndex(index)
        if flags.isUnique {
            let isElsewhere = self.list.elements.indices.contains {
                $0 != position && self.list.elements[$0].isEqual(to: value)
            }
            if isElsewhere { return try self.exists(flags, returnsCount: false) }
        }
        var list = self.list
        list.elements[position] = value
        return self.replaced(list)
    }
}
