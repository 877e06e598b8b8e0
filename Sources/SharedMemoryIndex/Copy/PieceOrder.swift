/// Gives pieces that are finished in any order their places in a file, one behind the other.
struct PieceOrder: Hashable, Sendable {
    /// The next piece to get a place.
    private(set) var next = 0
    /// Where it goes.
    private(set) var offset: Int
    private var lengths: [Int: Int] = [:]

    /// Creates an order whose first piece goes to `offset`.
    init(offset: Int) { self.offset = offset }

    /// Takes a finished piece.
    ///
    /// - Returns: The pieces whose places are known now, and the places.
    mutating func add(_ piece: Int, length: Int) -> [(piece: Int, offset: Int)] {
        self.lengths[piece] = length
        var placed: [(piece: Int, offset: Int)] = []
        while let length = self.lengths.removeValue(forKey: self.next) {
            placed.append((self.next, self.offset))
            self.next += 1
            self.offset += length
        }
        return placed
    }
}
