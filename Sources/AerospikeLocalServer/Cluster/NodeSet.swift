/// A set of nodes of a cluster by their numbers, 1 to 63.
struct NodeSet: Hashable, Sendable {
    /// The highest number a node can have.
    static let maximumNumber = 63

    private var bits: UInt64 = 0

    /// Creates a set.
    init(_ numbers: some Sequence<Int> = []) {
        for number in numbers { self.insert(number) }
    }

    /// Whether there is no node in it.
    var isEmpty: Bool { self.bits == 0 }

    /// Whether a node is in it.
    func contains(_ number: Int) -> Bool { self.bits & 1 << UInt64(number) != 0 }

    /// Puts a node in.
    mutating func insert(_ number: Int) { self.bits |= 1 << UInt64(number) }

    /// Takes a node out.
    mutating func remove(_ number: Int) { self.bits &= ~(1 << UInt64(number)) }

    /// The nodes that are in both sets.
    func intersection(_ other: NodeSet) -> NodeSet {
        var common = self
        common.bits &= other.bits
        return common
    }

    /// The nodes that are in either set.
    func union(_ other: NodeSet) -> NodeSet {
        var all = self
        all.bits |= other.bits
        return all
    }

    /// The nodes that are in this set only.
    func subtracting(_ other: NodeSet) -> NodeSet {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    /// The numbers in ascending order.
    var numbers: [Int] {
        var numbers: [Int] = []
        var bits = self.bits
        while bits != 0 {
            numbers.append(bits.trailingZeroBitCount)
            bits &= bits - 1
        }
        return numbers
    }
}
