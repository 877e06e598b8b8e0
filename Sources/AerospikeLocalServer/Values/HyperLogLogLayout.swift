/// The size rules of a HyperLogLog particle (`Spec/wire-protocol.md` §7.1); its registers are opaque here.
enum HyperLogLogLayout {
    private static let headerSize = 11
    private static let bitsPerRegister = 6

    /// Whether flags, bit counts and size fit together.
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= self.headerSize, bytes.byte(at: 0) == 0 else { return false }
        let indexBits = Int(bytes.byte(at: 1))
        let minHashBits = Int(bytes.byte(at: 2))
        guard (4...16).contains(indexBits), minHashBits == 0 || (4...51).contains(minHashBits),
            indexBits + minHashBits <= 64
        else { return false }
        let registerBits = (self.bitsPerRegister + minHashBits) << indexBits
        return bytes.count == self.headerSize + (registerBits + 7) / 8
    }
}
