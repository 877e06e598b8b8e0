internal import AerospikeProtocol

extension ListOperation {
    func byValue(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let value = self.arguments.required(1)
        let start = self.elements.count { $0.isLess(than: value) }
        var positions = self.elements.indices.filter { self.elements[$0].isEqual(to: value) }
        if !request.isMultiple { positions = [Int](positions.prefix(1)) }
        return try self.byRanks(start: start, positions: positions, request)
    }

    /// Selects what is not less than the first value and, when there is a second one, less than that.
    func byInterval(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let begin = self.arguments.required(1)
        let end = self.arguments.value(2)
        let start = self.elements.count { $0.isLess(than: begin) }
        let positions = self.elements.indices.filter { position in
            let element = self.elements[position]
            return !element.isLess(than: begin) && end.map { element.isLess(than: $0) } ?? true
        }
        return try self.byRanks(start: start, positions: positions, request)
    }

    /// Selects positions whose elements have consecutive ranks.
    private func byRanks(
        start: Int,
        positions: [Int],
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        if request.isInverted && !request.isMultiple { throw .notApplicable }
        guard !self.list.isOrdered else {
            if positions.isEmpty && !request.isMultiple { return try self.notFound(request, at: 0) }
            return try self.byIndex(Int64(start), UInt64(positions.count), request)
        }
        let selected = request.isInverted ? self.complement(of: positions) : positions
        var selection = CollectionSelection(positions: selected)
        switch request.kind {
        case .value: selection.result = try self.values(selected, request)
        case .index, .reverseIndex: selection.result = request.each(selected)
        case .indexRange, .reverseIndexRange: throw .notApplicable
        default: selection.result = try request.span(CollectionRange(start: start, count: positions.count))
        }
        return selection
    }

    func complement(of positions: [Int]) -> [Int] {
        let excluded = Set(positions)
        return self.elements.indices.filter { !excluded.contains($0) }
    }

    func byRank(
        _ rank: Int64,
        _ count: UInt64,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        if request.isInverted && !request.isMultiple { throw .notApplicable }
        guard !self.list.isOrdered else { return try self.byIndex(rank, count, request) }
        let total = self.elements.count
        guard let range = CollectionRange(index: rank, count: count, total: total, isMultiple: request.isMultiple)
        else {
            throw .notApplicable
        }
        let ranked = RankSelection.positions(ranks: range, in: self.elements)
        let selected = request.isInverted ? self.complement(of: ranked) : ranked
        guard !selected.isEmpty else { return try self.notFound(request, at: range.start) }
        var selection = CollectionSelection(positions: selected)
        switch request.kind {
        case .value: selection.result = try self.values(selected, request)
        case .index, .reverseIndex: selection.result = request.each(selected.sorted())
        case .indexRange, .reverseIndexRange: throw .notApplicable
        default: selection.result = try request.span(range)
        }
        return selection
    }

    func byItems(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        guard !request.isRankRange, !request.isIndexRange, let items = PackedList(self.arguments.required(1).bytes)
        else {
            throw request.isRankRange || request.isIndexRange ? .notApplicable : .parameter
        }
        guard !items.elements.isEmpty else {
            guard request.isInverted else { return try self.notFound(request, at: 0) }
            var request = request
            request.isInverted = false
            return try self.byIndex(0, UInt64(self.elements.count), request)
        }
        let order = self.list.isOrdered ? [Int](self.elements.indices) : self.order
        let matches = ItemMatches(items.elements, in: order.map { self.elements[$0] })
        let found = matches.ranks.map { order[$0] }.sorted()
        let selected = request.isInverted ? self.complement(of: found) : found
        let result = try self.itemResult(matches, selected, request)
        return CollectionSelection(positions: selected, result: result)
    }

    private func itemResult(
        _ matches: ItemMatches,
        _ selected: [Int],
        _ request: CollectionResult
    ) throws(OperationFailure) -> BinParticle? {
        // An ordered list answers value by value, an unordered one element by element.
        let isByItem = self.list.isOrdered && !request.isInverted
        switch request.kind {
        case .nothing: return nil
        case .count: return .integer(Int64(selected.count))
        case .exists: return .boolean(!selected.isEmpty)
        case .index, .reverseIndex, .rank, .reverseRank:
            if isByItem { return .packed(integers: matches.ranges.flatMap { request.block($0) }) }
            let isRank = request.isRank && !self.list.isOrdered
            return isRank ? matches.rankResult(request) : request.each(selected)
        case .value: return try self.values(isByItem ? matches.ranges.flatMap(\.positions) : selected, request)
        default: throw .notApplicable
        }
    }
}
