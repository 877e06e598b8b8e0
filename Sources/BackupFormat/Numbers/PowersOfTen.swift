/// The first 128 bits of powers of ten, for exact conversions between doubles and decimals.
enum PowersOfTen {
    /// The exponents there are.
    static let exponents = -348...348

    /// Exponents whose power is exact in 128 bits: ten to the 55th is an odd number of 128 bits and a power of two.
    static let exactExponents = 0...55

    /// The high and the low 64 bits of each power in turn, shifted so that the highest bit is set, cut and not rounded.
    private static let words: [UInt64] = {
        var words = [UInt64](repeating: 0, count: PowersOfTen.exponents.count * 2)
        PowersOfTen.fill(&words, from: 0, by: 1, start: [1]) { $0.multiplyByTen() }
        // Behind 1600 binary places one hundred divisions by ten and more leave 128 correct bits.
        let one = [UInt32](repeating: 0, count: 50) + [1]
        PowersOfTen.fill(&words, from: 0, by: -1, start: one) { $0.divideByTen() }
        return words
    }()

    private static func fill(
        _ words: inout [UInt64],
        from first: Int,
        by step: Int,
        start: [UInt32],
        next: (inout BigNumber) -> Void
    ) {
        var number = BigNumber(words: start)
        var exponent = first
        while Self.exponents.contains(exponent) {
            let top = number.top128
            words[(exponent - Self.exponents.lowerBound) * 2] = top.high
            words[(exponent - Self.exponents.lowerBound) * 2 + 1] = top.low
            next(&number)
            exponent += step
        }
    }

    /// The product of a 64-bit number and a power of ten: 192 bits, each from its highest.
    @inline(__always)
    static func product(_ factor: UInt64, power exponent: Int) -> (high: UInt64, middle: UInt64, low: UInt64) {
        let at = (exponent &- Self.exponents.lowerBound) &* 2
        let words = Self.words.span
        let upper = factor.multipliedFullWidth(by: words[at])
        let lower = factor.multipliedFullWidth(by: words[at &+ 1])
        let (middle, carry) = upper.low.addingReportingOverflow(lower.high)
        return (upper.high &+ (carry ? 1 : 0), middle, lower.low)
    }

    /// The binary exponent of a power's highest bit: the floor of its binary logarithm, for exponents to +-1233.
    @inline(__always)
    static func binaryExponent(of exponent: Int) -> Int { (exponent &* 1_741_647) >> 19 }

    /// The decimal exponent of the first digit of two to the power of `exponent`, for exponents to +-2620.
    @inline(__always)
    static func decimalExponent(ofPowerOfTwo exponent: Int) -> Int { (exponent &* 315_653) >> 20 }
}

/// A number of any size, least significant word first: only for filling the table.
private struct BigNumber {
    var words: [UInt32]

    mutating func multiplyByTen() {
        var carry: UInt64 = 0
        for index in self.words.indices {
            let value = UInt64(self.words[index]) * 10 + carry
            self.words[index] = UInt32(truncatingIfNeeded: value)
            carry = value >> 32
        }
        if carry > 0 { self.words.append(UInt32(carry)) }
    }

    mutating func divideByTen() {
        var rest: UInt64 = 0
        for index in self.words.indices.reversed() {
            let value = rest << 32 | UInt64(self.words[index])
            self.words[index] = UInt32(value / 10)
            rest = value % 10
        }
        while self.words.last == 0 { self.words.removeLast() }
    }

    /// The first 128 bits from the highest one that is set.
    var top128: (high: UInt64, low: UInt64) {
        let padded = [0, 0, 0, 0] + self.words
        let last = padded.suffix(5).map { UInt64($0) }
        let shift = UInt64(UInt32(last[4]).leadingZeroBitCount)
        let high = last[4] << 32 | last[3]
        let low = last[2] << 32 | last[1]
        guard shift > 0 else { return (high, low) }
        return (high << shift | low >> (64 - shift), low << shift | last[0] >> (32 - shift))
    }
}
