internal import AerospikeProtocol

extension MapOperation {
    func byValue(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let value = self.arguments.required(1)
        var positions = self.entries.indices.filter { self.entries[$0].value.isEqual(to: value) }
        if !request.isMultiple { positions = [Int](positions.prefix(1)) }
        return try self.byRanks(least: value, positions: positions, request)
    }

    /// Selects what is not less than the first value and, when there is a second one, less than that.
    func byInterval(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let begin = self.arguments.required(1)
        let end = self.arguments.value(2)
        let positions = self.entries.indices.filter { position in
            let value = self.entries[position].value
            return !value.isLess(than: begin) && end.map { value.isLess(than: $0) } ?? true
        }
        return try self.byRanks(least: begin, positions: positions, request)
    }

    /// Selects positions whose values have consecutive ranks; the first of them is the rank of `least`.
    private func byRanks(
        least: PackedValue,
        positions: [Int],
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        if request.isIndexRange || (request.isInverted && !request.isMultiple) { throw .notApplicable }
        guard !self.entries.isEmpty else { return CollectionSelection(result: try request.notFound(at: -1)) }
        let start = self.entries.count { $0.value.isLess(than: least) }
        guard !positions.isEmpty else {
            guard request.isInverted else { return CollectionSelection(result: try request.notFound(at: start)) }
            var request = request
            request.isInverted = false
            return try self.all(request)
        }
        let selected = request.isInverted ? self.complement(of: positions) : positions
        var selection = CollectionSelection(positions: selected)
        if request.isElements {
            selection.result = try self.elements(selected, request)
        } else if request.isIndex {
            selection.result = selected.isEmpty ? try request.notFound(at: -1) : request.each(selected)
        } else {
            selection.result = try request.span(CollectionRange(start: start, count: positions.count))
        }
        return selection
    }

    func byRelativeRank(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let value = self.arguments.required(1)
        let (rank, count) = CollectionRange.relative(
            index: self.arguments.index(2),
            count: self.arguments.count(3),
            anchor: self.entries.count { $0.value.isLess(than: value) }
        )
        return try self.byRank(rank, count, request)
    }

    func byRank(
        _ rank: Int64,
        _ count: UInt64,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        let total = self.entries.count
        guard let found = CollectionRange(index: rank, count: count, total: total, isMultiple: request.isMultiple),
            !request.isIndexRange
        else { throw .notApplicable }
        let (range, request) = try self.resolved(found, request)
        guard range.count > 0 else { return CollectionSelection(result: try request.notFound(at: range.start)) }
        let ranked = [Int](self.order[range.positions])
        let selected = request.isInverted ? self.complement(of: ranked) : ranked
        var selection = CollectionSelection(positions: selected)
        if request.isElements {
            selection.result = try self.elements(selected, request)
        } else if request.isIndex {
            selection.result = request.each(selected)
        } else {
            selection.result = try request.span(range)
        }
        return selection
    }

    func byItems(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        guard let items = PackedList(self.arguments.required(1).bytes) else { throw .parameter }
        if request.isRankRange || request.isIndexRange { throw .notApplicable }
        guard !items.elements.isEmpty else {
            guard request.isInverted else { return CollectionSelection(result: try request.notFound(at: 0)) }
            var request = request
            request.isInverted = false
            return try self.all(request)
        }
        let order = self.order
        let matches = ItemMatches(items.elements, in: order.map { self.entries[$0].value })
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
        switch request.kind {
        case .nothing: nil
        case .count: .integer(Int64(selected.count))
        case .exists: .boolean(!selected.isEmpty)
        case .index, .reverseIndex: request.each(selected)
        case .rank, .reverseRank: matches.rankResult(request)
        case .key, .value, .keyValue, .unorderedMap, .orderedMap: try self.elements(selected, request)
        default: throw .notApplicable
        }
    }
}
