internal import AerospikeProtocol

/// A list, unpacked by one level.
struct PackedList: Sendable {
    /// Whether the list keeps its elements in order.
    var isOrdered: Bool
    /// The elements.
    var elements: [PackedValue]

    init(isOrdered: Bool, elements: [PackedValue] = []) {
        self.isOrdered = isOrdered
        self.elements = elements
    }

    /// Unpacks the one list that `bytes` hold, nil when they hold anything else.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let token = try? PackedToken(bytes.view, at: 0), token.kind == .list,
            let elements = bytes.packedValues(count: token.count, from: token.next)
        else { return nil }
        self.isOrdered = token.flags & PackedFlags.listOrdered != 0
        self.elements = elements
    }

    /// The flags that the packed form carries.
    var flags: UInt8 { self.isOrdered ? PackedFlags.listOrdered : 0 }

    /// The packed form.
    var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.elements.reduce(8) { $0 + $1.bytes.count })
        bytes.appendPackedHeader(list: self.elements.count, flags: self.flags)
        for element in self.elements { bytes.append(contentsOf: element.bytes) }
        return bytes
    }
}

extension ArraySlice<UInt8> {
    /// Cuts the rest of the slice into `count` elements, nil when it does not hold exactly as many.
    func packedValues(count: Int, from offset: Int) -> [PackedValue]? {
        guard count <= self.count else { return nil }
        let view = self.view
        var values: [PackedValue] = []
        values.reserveCapacity(count)
        var position = offset
        for _ in 0..<count {
            guard let end = try? MessagePackWalker.end(of: view, from: position) else { return nil }
            values.append(PackedValue(unchecked: self[(self.startIndex + position)..<(self.startIndex + end)]))
            position = end
        }
        return position == self.count ? values : nil
    }
}
