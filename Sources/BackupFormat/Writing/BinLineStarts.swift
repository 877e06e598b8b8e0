import AerospikeProtocol

/// What stands in front of a bin's name, by the type of its value (`Spec/asb-format.md` §5.4).
///
/// A table, so that a bin costs a load and a store here: with a choice for each type encoding was 6 per cent slower.
struct BinLineStarts: Sendable {
    /// Up to seven bytes of text, lowest first, and their number in the highest byte; 0 for types without a letter.
    ///
    /// Not an `InlineArray`, of which the compiler (6.3.1) copies all 256 bytes at each access.
    private var words = [UInt64](repeating: 0, count: 32)

    /// Creates the table.
    ///
    /// - Parameter compact: Whether values of bytes are written raw instead of as base64.
    init(compact: Bool) {
        for number in UInt8(0)..<32 {
            let type = ParticleType(rawValue: number)
            guard let letter = BinLetter.letter(of: type) else { continue }
            var word: UInt64 = 4 << 56 | 0x2000_202D | UInt64(letter) << 16
            if compact, BinLetter.isOfBytes(type) { word = 5 << 56 | 0x20_2100_202D | UInt64(letter) << 16 }
            self.words[Int(number)] = word
        }
    }

    /// The start of the line of a type's bins; 0 if the text cannot carry them.
    @inline(__always)
    subscript(type: ParticleType) -> UInt64 {
        type.rawValue < 32 ? self.words[Int(type.rawValue & 31)] : 0
    }
}
