internal import AerospikeProtocol

/// What a get or remove operation is to return, and the making of it.
struct CollectionResult: Sendable {
    /// The return types (`Spec/wire-protocol.md` §9.3). Unknown numbers are refused when something is to be returned.
    enum Kind: UInt64, Sendable {
        case nothing = 0
        case index = 1
        case reverseIndex = 2
        case rank = 3
        case reverseRank = 4
        case count = 5
        case key = 6
        case value = 7
        case keyValue = 8
        case indexRange = 9
        case reverseIndexRange = 10
        case rankRange = 11
        case reverseRankRange = 12
        case exists = 13
        case unorderedMap = 16
        case orderedMap = 17
    }

    /// What to return, nil when the number means nothing.
    let kind: Kind?
    /// Whether the operation acts on everything that was not selected.
    var isInverted: Bool
    /// Whether the operation selects any number of elements; if not it selects at most one.
    let isMultiple: Bool
    /// The number of elements of the collection.
    let total: Int

    /// Reads a return type with its flags.
    init(_ returnType: UInt64, isMultiple: Bool, total: Int) {
        self.kind = Kind(rawValue: returnType & 0xffff)
        self.isInverted = returnType & 0x1_0000 != 0
        self.isMultiple = isMultiple
        self.total = total
    }

    var isIndex: Bool { self.kind == .index || self.kind == .reverseIndex }
    var isRank: Bool { self.kind == .rank || self.kind == .reverseRank }
    var isIndexRange: Bool { self.kind == .indexRange || self.kind == .reverseIndexRange }
    var isRankRange: Bool { self.kind == .rankRange || self.kind == .reverseRankRange }
    var isMap: Bool { self.kind == .keyValue || self.kind == .unorderedMap || self.kind == .orderedMap }
    var isElements: Bool { self.kind == .key || self.kind == .value || self.isMap }

    private var isReverse: Bool {
        switch self.kind {
        case .reverseIndex, .reverseRank, .reverseIndexRange, .reverseRankRange: true
        default: false
        }
    }

    /// The flags of a map that is returned.
    var mapFlags: UInt8 {
        switch self.kind {
        case .keyValue: PackedFlags.preserveOrder
        case .orderedMap: PackedFlags.keyOrdered
        default: 0
        }
    }
}

extension CollectionResult {
    /// The result of an operation that selected nothing; `position` is where it would have been.
    func notFound(at position: Int) throws(OperationFailure) -> BinParticle? {
        switch self.kind {
        case nil: throw .notApplicable
        case .nothing: return nil
        case .index, .reverseIndex, .rank, .reverseRank: return self.isMultiple ? .packed(integers: []) : .integer(-1)
        case .count: return .integer(0)
        case .exists: return .boolean(false)
        case .key, .value: return self.isMultiple ? .packed(PackedList(isOrdered: false)) : nil
        case .keyValue, .unorderedMap, .orderedMap: return .packed(PackedMap(flags: self.mapFlags))
        case .indexRange, .reverseIndexRange, .rankRange, .reverseRankRange:
            return .packed(integers: [Int64(position), 0])
        }
    }

    /// The result of an operation that selected consecutive positions, for return types that need no elements.
    func span(_ range: CollectionRange) throws(OperationFailure) -> BinParticle? {
        switch self.kind {
        case .nothing: return nil
        case .count: return .integer(Int64(self.isInverted ? self.total - range.count : range.count))
        case .exists: return .boolean(self.isInverted ? range.count == 0 : range.count != 0)
        case .index, .reverseIndex, .rank, .reverseRank: return self.positions(of: range)
        case .indexRange, .reverseIndexRange, .rankRange, .reverseRankRange:
            guard !self.isInverted else { throw .notApplicable }
            let start = self.isReverse ? self.total - range.start - range.count : range.start
            return .packed(integers: [Int64(start), Int64(range.count)])
        default: throw .notApplicable
        }
    }

    /// Positions of a range count from the other end as a block: they ascend, whichever end they count from.
    private func positions(of range: CollectionRange) -> BinParticle {
        guard self.isMultiple else {
            guard range.count > 0 else { return .integer(-1) }
            return .integer(Int64(self.isReverse ? self.total - range.start - 1 : range.start))
        }
        guard self.isInverted else { return .packed(integers: self.block(range)) }
        let end = range.start + range.count
        let head = self.block(CollectionRange(start: 0, count: range.start))
        return .packed(integers: head + self.block(CollectionRange(start: end, count: self.total - end)))
    }

    /// The positions of a range, counted from the end that the return type asks for.
    func block(_ range: CollectionRange) -> [Int64] {
        let start = self.isReverse ? self.total - range.start - range.count : range.start
        return (start..<(start + range.count)).map(Int64.init)
    }

    /// The result of an operation that selected single positions: each is counted from the asked end on its own.
    func each(_ positions: some Sequence<Int>) -> BinParticle {
        let integers = positions.map { Int64(self.isReverse ? self.total - $0 - 1 : $0) }
        guard self.isMultiple else { return .integer(integers.first ?? -1) }
        return .packed(integers: integers)
    }
}
