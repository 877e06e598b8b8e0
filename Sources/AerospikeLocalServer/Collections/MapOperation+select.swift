internal import AerospikeProtocol

extension MapOperation {
    var entries: [PackedMap.Entry] { self.map.entries }

    /// Finds what a get or remove operation asks for, and the result that it returns.
    func select() throws(OperationFailure) -> CollectionSelection {
        switch self.opcode {
        case 76, 97: try self.byKey(self.request(isMultiple: false))
        case 84, 103: try self.byKeyInterval(self.request(isMultiple: true))
        case 81, 107: try self.byKeys(self.request(isMultiple: true))
        case 77, 98: try self.byIndex(self.arguments.index(1), 1, self.request(isMultiple: false))
        case 85, 104: try self.byIndex(self.arguments.index(1), self.arguments.count(2), self.request(isMultiple: true))
        case 79, 100: try self.byRank(self.arguments.index(1), 1, self.request(isMultiple: false))
        case 87, 106: try self.byRank(self.arguments.index(1), self.arguments.count(2), self.request(isMultiple: true))
        case 78, 99: try self.byValue(self.request(isMultiple: false))
        case 82, 102: try self.byValue(self.request(isMultiple: true))
        case 86, 105: try self.byInterval(self.request(isMultiple: true))
        case 83, 108: try self.byItems(self.request(isMultiple: true))
        case 88, 109: try self.byRelativeIndex(self.request(isMultiple: true))
        case 89, 110: try self.byRelativeRank(self.request(isMultiple: true))
        default: throw .parameter
        }
    }

    /// The outcome of a selection: modifying operations remove what was selected.
    func outcome(of selection: CollectionSelection) -> CollectionCommand.Outcome {
        guard self.isModifying, !selection.positions.isEmpty else {
            return CollectionCommand.Outcome(result: selection.result)
        }
        let removed = Set(selection.positions)
        var map = self.map
        map.entries = self.entries.indices.filter { !removed.contains($0) }.map { self.entries[$0] }
        return self.replaced(map, result: selection.result)
    }

    private func request(isMultiple: Bool) -> CollectionResult {
        CollectionResult(self.arguments.flags(0), isMultiple: isMultiple, total: self.entries.count)
    }

    /// The entries at positions, as the return type asks for them: keys, values or a map. Maps that are returned ordered
    /// come in order of their keys.
    func elements(_ positions: [Int], _ request: CollectionResult) throws(OperationFailure) -> BinParticle? {
        if request.isMap {
            let ordered = request.kind == .orderedMap ? positions.sorted() : positions
            return .packed(PackedMap(flags: request.mapFlags, entries: ordered.map { self.entries[$0] }))
        }
        let values = positions.map { request.kind == .key ? self.entries[$0].key : self.entries[$0].value }
        if request.isMultiple { return .packed(PackedList(isOrdered: false, elements: values)) }
        guard let first = values.first else { return nil }
        return try BinParticle.element(first)
    }

    /// The positions of the entries in order of value; those with equal values keep theirs.
    var order: [Int] { self.map.positionsByValue }

    /// The ranks of the entries at positions.
    func ranks(_ positions: [Int]) -> [Int] {
        var ranks = [Int](repeating: 0, count: self.entries.count)
        for (rank, position) in self.order.enumerated() { ranks[position] = rank }
        return positions.map { ranks[$0] }
    }

    func complement(of positions: [Int]) -> [Int] {
        let excluded = Set(positions)
        return self.entries.indices.filter { !excluded.contains($0) }
    }

    /// Inverting a range that touches an end, or nothing, leaves a range; any other stays inverted.
    func resolved(
        _ range: CollectionRange,
        _ request: CollectionResult
    ) throws(OperationFailure) -> (CollectionRange, CollectionResult) {
        guard request.isInverted else { return (range, request) }
        guard request.isMultiple else { throw .notApplicable }
        let total = self.entries.count
        let end = range.start + range.count
        var request = request
        request.isInverted = false
        if range.count == 0 { return (CollectionRange(start: 0, count: total), request) }
        if range.start == 0 { return (CollectionRange(start: end, count: total - end), request) }
        if end >= total { return (CollectionRange(start: 0, count: range.start), request) }
        request.isInverted = true
        return (range, request)
    }

    /// The result for the whole map: here ranks are not looked up, they are all there are.
    func all(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let range = CollectionRange(start: 0, count: self.entries.count)
        var selection = CollectionSelection(positions: [Int](range.positions))
        if request.isElements {
            selection.result = try self.elements(selection.positions, request)
        } else if request.isIndexRange || request.isRankRange {
            selection.result = .packed(integers: [0, Int64(range.count)])
        } else {
            selection.result = try request.span(range)
        }
        return selection
    }
}
