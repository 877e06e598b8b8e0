/// The room on a disk that a backup takes, as far as that can be known before.
struct NeededRoom: Hashable, Sendable {
    /// Whether the room that there is will do.
    enum Verdict: Hashable, Sendable {
        /// It will.
        case enough
        /// It depends on how small the segments can be made.
        case doubtful(String)
        /// It will not, however small they can be made.
        case tooLittle(String)
    }

    /// The bytes of files that are not compressed.
    var plain: UInt64 = 0
    /// The bytes of segments that are going to be compressed.
    var compressible: UInt64 = 0

    /// Compares it with the bytes that there are.
    ///
    /// Only what cannot end well is refused: a backup without enough room fails, but leaves nothing behind.
    func verdict(available: UInt64, path: String) -> Verdict {
        let least = self.plain + self.compressible / Deflater.largestFactor
        let head = "Directory '\(path)' has room for \(available) bytes"
        guard least <= available else {
            let bound = self.compressible == 0 ? "" : " at least"
            return .tooLittle("\(head), \(least) are needed\(bound).")
        }
        let most = self.plain + self.compressible
        guard most > available else { return .enough }
        return .doubtful("\(head), the segments have \(most) before they are compressed: that may be too little.")
    }
}
