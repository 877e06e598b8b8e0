internal import AerospikeProtocol

extension ListOperation {
    /// Selects by index. What is inverted becomes the head, the tail or both.
    func byIndex(
        _ index: Int64,
        _ count: UInt64,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        let total = self.elements.count
        guard let range = CollectionRange(index: index, count: count, total: total, isMultiple: request.isMultiple)
        else {
            throw .notApplicable
        }
        guard request.isInverted else { return try self.select(range, request) }
        guard request.isMultiple, !request.isIndexRange, !request.isRankRange else { throw .notApplicable }
        var request = request
        request.isInverted = false
        let end = range.start + range.count
        if range.count == 0 { return try self.select(CollectionRange(start: 0, count: total), request) }
        if range.start == 0 { return try self.select(CollectionRange(start: end, count: total - end), request) }
        if end == total { return try self.select(CollectionRange(start: 0, count: range.start), request) }
        return try self.select(outside: range, request)
    }

    private func select(
        _ range: CollectionRange,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        guard range.count > 0 else { return try self.notFound(request, at: range.start) }
        var selection = CollectionSelection(positions: [Int](range.positions))
        switch request.kind {
        case .value: selection.result = try self.values(range.positions, request)
        case .rank, .reverseRank: selection.result = try self.ranks(range, request)
        case .rankRange, .reverseRankRange:
            guard self.list.isOrdered else { throw .notApplicable }
            selection.result = try request.span(range)
        default: selection.result = try request.span(range)
        }
        return selection
    }

    private func ranks(_ range: CollectionRange, _ request: CollectionResult) throws(OperationFailure) -> BinParticle? {
        if self.list.isOrdered || range.count == self.elements.count { return try request.span(range) }
        return request.each(range.positions.map { self.rank(of: $0) })
    }

    private func select(
        outside range: CollectionRange,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        let end = range.start + range.count
        let head = CollectionRange(start: 0, count: range.start)
        let tail = CollectionRange(start: end, count: self.elements.count - end)
        let positions = [Int](head.positions) + [Int](tail.positions)
        var selection = CollectionSelection(positions: positions)
        switch request.kind {
        case .nothing: break
        case .count: selection.result = .integer(Int64(positions.count))
        case .exists: selection.result = .boolean(true)
        case .rank where !self.list.isOrdered, .reverseRank where !self.list.isOrdered:
            selection.result = request.each(positions.map { self.rank(of: $0) })
        case .index, .reverseIndex, .rank, .reverseRank:
            selection.result = .packed(integers: request.block(head) + request.block(tail))
        case .value: selection.result = try self.values(positions, request)
        default: throw .notApplicable
        }
        return selection
    }
}
