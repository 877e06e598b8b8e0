/// A product of a 64-bit number and a power of ten, split into a whole part and a fraction and rounded half to even.
struct RoundedProduct {
    /// The product without its fraction.
    let whole: UInt64
    /// Whether the fraction rounds up; `nil` if the 128 bits of the power are too few to tell.
    let roundsUp: Bool?

    /// Splits the product of `factor`, whose highest bit is set, and ten to the power of `exponent`.
    ///
    /// - Parameter fractionBits: How many of the product's 192 bits are fraction: 129 to 191.
    @inline(__always)
    init(_ product: (high: UInt64, middle: UInt64, low: UInt64), fractionBits: Int, isExact: Bool) {
        let shift = UInt64(truncatingIfNeeded: fractionBits &- 128)
        self.whole = product.high >> shift
        let fraction = product.high & (1 << shift &- 1)
        let half: UInt64 = 1 << (shift &- 1)
        if fraction > half || fraction == half && product.middle > 0 {
            self.roundsUp = true
        } else if fraction == half {
            // At least half. The cut power is less than the true one, so that only an exact one makes a tie.
            self.roundsUp = product.low > 0 || !isExact || self.whole & 1 == 1
        } else if !isExact, fraction == half &- 1, product.middle == .max {
            // The true product is larger by less than one in the middle word: it may reach the half.
            self.roundsUp = nil
        } else {
            self.roundsUp = false
        }
    }
}
