/// How a segment is cut into pieces, the units of work (`Spec/asmt.md` §11).
struct PieceLayout: Hashable, Sendable {
    /// The bytes of every piece but the last.
    static let pieceSize = 2 << 20

    /// The bytes of the segment.
    var size: Int

    /// How many pieces there are.
    var count: Int { self.size / Self.pieceSize + (self.size % Self.pieceSize == 0 ? 0 : 1) }

    /// The bytes of a piece.
    func range(_ piece: Int) -> Range<Int> { piece * Self.pieceSize..<min(self.size, (piece + 1) * Self.pieceSize) }
}
