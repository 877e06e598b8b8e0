internal import AerospikeProtocol

extension ListOperation {
    var elements: [PackedValue] { self.list.elements }

    /// Finds what a get or remove operation asks for, and the result that it returns.
    func select() throws(OperationFailure) -> CollectionSelection {
        switch self.opcode {
        case 5, 17: try self.byIndexArgument(0, 1, self.request(.value, isMultiple: false))
        case 6, 18: try self.byIndexArgument(0, nil, self.request(.value, isMultiple: true))
        case 7: try self.byIndexArgument(0, 1, self.request(.count, isMultiple: false))
        case 8: try self.byIndexArgument(0, nil, self.request(.count, isMultiple: true))
        case 10: try self.byIndexArgument(0, nil, self.request(.count, isMultiple: true, isInverted: true))
        case 19, 32: try self.byIndexArgument(1, 1, self.request(isMultiple: false))
        case 24, 37: try self.byIndexArgument(1, nil, self.request(isMultiple: true))
        case 21, 34: try self.byRank(self.arguments.index(1), 1, self.request(isMultiple: false))
        case 26, 39: try self.byRank(self.arguments.index(1), self.arguments.count(2), self.request(isMultiple: true))
        case 20, 33: try self.byValue(self.request(isMultiple: false))
        case 22, 35: try self.byValue(self.request(isMultiple: true))
        case 25, 38: try self.byInterval(self.request(isMultiple: true))
        case 23, 36: try self.byItems(self.request(isMultiple: true))
        case 27, 40: try self.byRelativeRank(self.request(isMultiple: true))
        default: throw .parameter
        }
    }

    /// The outcome of a selection: modifying operations remove what was selected.
    func outcome(of selection: CollectionSelection) -> CollectionCommand.Outcome {
        guard self.isModifying, !selection.positions.isEmpty else {
            return CollectionCommand.Outcome(result: selection.result)
        }
        let removed = Set(selection.positions)
        var list = self.list
        list.elements = self.elements.indices.filter { !removed.contains($0) }.map { self.elements[$0] }
        return self.replaced(list, result: selection.result)
    }

    private func request(isMultiple: Bool) -> CollectionResult {
        CollectionResult(self.arguments.flags(0), isMultiple: isMultiple, total: self.elements.count)
    }

    private func request(_ kind: CollectionResult.Kind, isMultiple: Bool, isInverted: Bool = false) -> CollectionResult
    {
        var request = CollectionResult(kind.rawValue, isMultiple: isMultiple, total: self.elements.count)
        request.isInverted = isInverted
        return request
    }

    private func byIndexArgument(
        _ position: Int,
        _ count: UInt64?,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        try self.byIndex(
            self.arguments.index(position),
            count ?? self.arguments.count(position + 1),
            request
        )
    }

    private func byRelativeRank(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let value = self.arguments.required(1)
        let anchor = self.elements.count { $0.isLess(than: value) }
        let (rank, count) = CollectionRange.relative(
            index: self.arguments.index(2),
            count: self.arguments.count(3),
            anchor: anchor
        )
        return try self.byRank(rank, count, request)
    }

    /// Lists have no keys.
    func notFound(_ request: CollectionResult, at position: Int) throws(OperationFailure) -> CollectionSelection {
        guard request.kind != .key, !request.isMap else { throw .notApplicable }
        return CollectionSelection(result: try request.notFound(at: position))
    }

    /// The values at positions: a list, or the first of them alone.
    func values(_ positions: some Sequence<Int>, _ request: CollectionResult) throws(OperationFailure) -> BinParticle? {
        let values = positions.map { self.elements[$0] }
        if request.isMultiple { return .packed(PackedList(isOrdered: false, elements: values)) }
        guard let first = values.first else { return nil }
        return try BinParticle.element(first)
    }

    /// The rank of an element: how many elements are less.
    func rank(of position: Int) -> Int {
        self.list.isOrdered ? position : self.elements.count { $0.isLess(than: self.elements[position]) }
    }

    /// The positions of the elements in order of value; equal elements keep theirs.
    var order: [Int] {
        self.elements.indices.sorted { left, right in
            switch self.elements[left].relation(to: self.elements[right]) {
            case .less: true
            case .equal: left < right
            case .greater: false
            }
        }
    }
}
