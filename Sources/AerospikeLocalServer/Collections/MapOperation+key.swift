internal import AerospikeProtocol

extension MapOperation {
    /// Selects by index in the order of keys.
    func byIndex(
        _ index: Int64,
        _ count: UInt64,
        _ request: CollectionResult
    ) throws(OperationFailure) -> CollectionSelection {
        let total = self.entries.count
        guard let found = CollectionRange(index: index, count: count, total: total, isMultiple: request.isMultiple),
            !request.isRankRange
        else { throw .notApplicable }
        let (range, request) = try self.resolved(found, request)
        guard range.count > 0 else { return CollectionSelection(result: try request.notFound(at: range.start)) }
        if range.count == total { return try self.all(request) }
        let inside = [Int](range.positions)
        let positions = request.isInverted ? self.complement(of: inside) : inside
        return CollectionSelection(positions: positions, result: try self.result(positions, range, request))
    }

    func byKey(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        guard !request.isRankRange else { throw .notApplicable }
        let key = self.arguments.required(1)
        if request.isInverted && self.map.flags & PackedFlags.keyOrdered == 0 { throw .notApplicable }
        guard let found = self.map.found(key, at: self.map.position(of: key)) else {
            return CollectionSelection(result: try request.notFound(at: -1))
        }
        return try self.byIndex(Int64(found), 1, request)
    }

    /// Selects keys not less than the first one and, when there is a second one, less than that.
    func byKeyInterval(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        guard !request.isRankRange else { throw .notApplicable }
        let start = self.map.position(of: self.arguments.required(1))
        let end = self.arguments.value(2).map { self.map.position(of: $0) } ?? self.entries.count
        let range = CollectionRange(start: start, count: max(end - start, 0))
        guard self.map.flags & PackedFlags.keyOrdered == 0 else {
            return try self.byIndex(Int64(range.start), UInt64(range.count), request)
        }
        let inside = [Int](range.positions)
        let positions = request.isInverted ? self.complement(of: inside) : inside
        return CollectionSelection(positions: positions, result: try self.result(positions, range, request))
    }

    private func result(
        _ positions: [Int],
        _ range: CollectionRange,
        _ request: CollectionResult
    ) throws(OperationFailure) -> BinParticle? {
        if request.isElements { return try self.elements(positions, request) }
        return request.isRank ? request.each(self.ranks(positions)) : try request.span(range)
    }

    func byRelativeIndex(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        let (index, count) = CollectionRange.relative(
            index: self.arguments.index(2),
            count: self.arguments.count(3),
            anchor: self.map.position(of: self.arguments.required(1))
        )
        return try self.byIndex(index, count, request)
    }

    func byKeys(_ request: CollectionResult) throws(OperationFailure) -> CollectionSelection {
        guard let items = PackedList(self.arguments.required(1).bytes) else { throw .parameter }
        if request.isRank || request.isRankRange || request.isIndexRange { throw .notApplicable }
        guard !items.elements.isEmpty else {
            guard request.isInverted else { return CollectionSelection(result: try request.notFound(at: 0)) }
            var request = request
            request.isInverted = false
            return try self.all(request)
        }
        let matches = ItemMatches(items.elements, in: self.entries.map(\.key))
        let positions = request.isInverted ? self.complement(of: matches.ranks) : matches.ranks
        let result = try self.keysResult(matches, positions, request)
        return CollectionSelection(positions: positions, result: result)
    }

    private func keysResult(
        _ matches: ItemMatches,
        _ positions: [Int],
        _ request: CollectionResult
    ) throws(OperationFailure) -> BinParticle? {
        switch request.kind {
        case .nothing: return nil
        case .count: return .integer(Int64(positions.count))
        case .exists: return .boolean(!positions.isEmpty)
        case .index, .reverseIndex:
            if self.map.flags & PackedFlags.keyOrdered == 0 { return matches.rankResult(request) }
            if request.isInverted { return request.each(positions) }
            return .packed(integers: matches.ranges.flatMap { request.block($0) })
        case .key, .value, .keyValue, .unorderedMap, .orderedMap: return try self.elements(positions, request)
        default: throw .notApplicable
        }
    }
}
