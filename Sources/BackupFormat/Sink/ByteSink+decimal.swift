extension ByteSink {
    /// The most bytes a 64-bit number needs, its sign included.
    static let decimalLimit = 20

    /// The digits of a number below 10^8, the first in the lowest byte; their values, not their characters.
    ///
    /// Halves, then pairs, then digits of all pairs at once: 17 instructions, where a loop over pairs took 60.
    @inline(__always)
    private static func digits(of value: UInt64) -> UInt64 {
        let high = value / 10_000
        let halves = high | (value &- high &* 10_000) << 32
        // A hundredth of both, then a tenth of all four.
        let upper = (halves &* 10_486) >> 20 & 0x0000_007F_0000_007F
        let pairs = upper | (halves &- upper &* 100) << 16
        let tens = (pairs &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (pairs &- tens &* 10) << 8
    }

    /// Eight characters `0`.
    static var zeros: UInt64 { 0x3030_3030_3030_3030 }
    private static var hundredMillion: UInt64 { 100_000_000 }

    /// Writes a number in decimal.
    @inline(__always)
    mutating func append(decimal value: UInt64) {
        if value < 1000 {
            self.append(fewDigits: value)
        } else if value < Self.hundredMillion {
            self.append(shortDecimal: value)
        } else {
            self.append(longDecimal: value)
        }
    }

    /// Writes a number below 1000, as most lengths are. Stores four bytes, as `append(shortDecimal:)` does eight.
    @inline(__always)
    private mutating func append(fewDigits value: UInt64) {
        let number = UInt32(truncatingIfNeeded: value)
        // A hundredth and a tenth, for numbers below 1000 and 179.
        let hundreds = (number &* 5243) >> 19
        let below = number &- hundreds &* 100
        let tens = (below &* 103) >> 10
        let text = hundreds | tens << 8 | (below &- tens &* 10) << 16 | 0x0030_3030
        let leading: UInt32 = number < 10 ? 2 : (number < 100 ? 1 : 0)
        self.append(word: text &>> (leading &* 8), count: Int(3 &- leading))
    }

    @inline(never)
    private mutating func append(longDecimal value: UInt64) {
        let upper = value / Self.hundredMillion
        if upper < Self.hundredMillion {
            self.append(shortDecimal: upper)
        } else {
            let first = upper / Self.hundredMillion
            self.append(shortDecimal: first)
            self.append(littleEndian: Self.eightDigits(upper &- first &* Self.hundredMillion))
        }
        self.append(littleEndian: Self.eightDigits(value &- upper &* Self.hundredMillion))
    }

    /// Writes a number below 10^8. Stores eight bytes, of which those behind its digits are overwritten by what follows.
    @inline(__always)
    private mutating func append(shortDecimal value: UInt64) {
        let digits = Self.digits(of: value)
        // The lowest digit counts even if it is zero.
        let leading = (digits | 1 << 56).trailingZeroBitCount & ~7
        self.append(word: (digits | Self.zeros) >> UInt64(leading), count: 8 &- leading / 8)
    }

    /// The characters of a number below 10^8 with zeros in front, the first in the lowest byte.
    @inline(__always)
    static func eightDigits(_ value: UInt64) -> UInt64 { Self.digits(of: value) | Self.zeros }

    /// Writes a number in decimal, `-` in front of negative ones.
    @inline(__always)
    mutating func append(decimal value: Int64) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        self.append(decimal: value.magnitude)
    }

    /// Writes the last `count` digits of a number, at most 20, with zeros in front.
    mutating func append(digitsOf value: UInt64, count: Int) {
        let upper = value / Self.hundredMillion
        if count > 8 { self.append(digitsOf: upper, count: count &- 8) }
        let digits = Self.digits(of: value &- upper &* Self.hundredMillion) | Self.zeros
        let last = min(count, 8)
        self.append(word: digits >> UInt64(64 &- last &* 8), count: last)
    }
}
