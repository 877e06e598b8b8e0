internal import AerospikeProtocol

/// The server's total order of packed values, and what it noticed on the way.
enum PackedOrder {
    /// How the left value relates to the right one.
    enum Relation: Sendable {
        case less
        case equal
        case greater
    }

    /// Compares two elements. A wildcard, at whatever depth it is met, makes the values equal.
    ///
    /// Lists are compared element by element and then by length; maps by size and then pair by pair. Nesting is counted and
    /// not followed. Bytes that are not packed values compare as equal; callers validate before.
    static func compare(_ left: RawSpan, _ right: RawSpan) -> Relation {
        var sawUnorderedMap = false
        return self.compare(left, right, sawUnorderedMap: &sawUnorderedMap)
    }

    /// Compares two elements and tells whether one of the maps met on the way is not flagged as ordered.
    static func compare(_ left: RawSpan, _ right: RawSpan, sawUnorderedMap: inout Bool) -> Relation {
        do throws(MessagePackError) {
            return try self.walk(left, right, &sawUnorderedMap)
        } catch {
            return .equal
        }
    }

    private static func walk(
        _ left: RawSpan,
        _ right: RawSpan,
        _ sawUnorderedMap: inout Bool
    ) throws(MessagePackError) -> Relation {
        var pending = 1
        var verdict = Relation.equal
        var leftOffset = 0
        var rightOffset = 0
        while pending > 0 {
            pending &-= 1
            let first = try PackedToken(left, at: leftOffset)
            let second = try PackedToken(right, at: rightOffset)
            if first.isUnorderedMap || second.isUnorderedMap { sawUnorderedMap = true }
            if first.kind == .wildcard || second.kind == .wildcard { return .equal }
            if first.kind != second.kind { return first.kind < second.kind ? .less : .greater }
            leftOffset = first.next
            rightOffset = second.next
            switch first.kind {
            case .list where first.count != second.count:
                verdict = first.count < second.count ? .less : .greater
                pending = min(first.count, second.count)
            case .list: pending &+= first.count
            case .map:
                guard first.count == second.count else { return first.count < second.count ? .less : .greater }
                pending &+= 2 &* first.count
            default:
                let relation = self.compare(first, of: left, second, of: right)
                if relation != .equal { return relation }
            }
        }
        return verdict
    }

    private static func compare(
        _ first: PackedToken,
        of left: RawSpan,
        _ second: PackedToken,
        of right: RawSpan
    ) -> Relation {
        switch first.kind {
        case .integer, .negativeInteger: self.relation(first.bits, second.bits)
        case .float: self.relation(Double(bitPattern: first.bits), Double(bitPattern: second.bits))
        case .string, .bytes, .geoJSON, .extended:
            self.compareContent(left.extracting(first.content), right.extracting(second.content))
        default: .equal
        }
    }

    private static func compareContent(_ left: RawSpan, _ right: RawSpan) -> Relation {
        let common = min(left.byteCount, right.byteCount)
        for offset in 0..<common where left.byte(at: offset) != right.byte(at: offset) {
            return left.byte(at: offset) < right.byte(at: offset) ? .less : .greater
        }
        return self.relation(left.byteCount, right.byteCount)
    }

    /// How two numbers relate; values without order, such as NaN, count as equal.
    static func relation<Value: Comparable>(_ left: Value, _ right: Value) -> Relation {
        left < right ? .less : left > right ? .greater : .equal
    }
}
