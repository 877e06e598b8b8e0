extension ByteSink {
    /// The most bytes a 64-bit number needs.
    static let decimalLimit = 20

    /// The two digits of a number below 100, the first in the lower byte.
    @inline(__always)
    private static func pair(_ value: UInt64) -> UInt16 {
        let number = UInt16(truncatingIfNeeded: value)
        // A tenth, for numbers below 179.
        let tens = (number &* 103) >> 10
        return 0x3030 &+ (tens | (number &- tens &* 10) << 8)
    }

    /// The powers of ten; a literal, so that no access has to ask whether it was computed.
    private static let powers: [UInt64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    /// The number of decimal digits of `value`; 1 for 0.
    @inline(__always)
    private static func digits(of value: UInt64) -> Int {
        let guess = ((64 &- (value | 1).leadingZeroBitCount) &* 1233) >> 12
        return guess &+ ((value | 1) >= Self.powers[guess] ? 1 : 0)
    }

    /// Writes a number in decimal.
    @inline(__always)
    mutating func append(decimal value: UInt64) {
        if value < 10 {
            self.append(UInt8(48) &+ UInt8(truncatingIfNeeded: value))
        } else if value < 100 {
            self.append(littleEndian: Self.pair(value))
        } else {
            self.append(digitsOf: value, count: Self.digits(of: value))
        }
    }

    /// Writes a number in decimal, `-` in front of negative ones.
    @inline(__always)
    mutating func append(decimal value: Int64) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        self.append(decimal: value.magnitude)
    }

    /// Writes the last `count` digits of a number, with zeros in front.
    @inline(__always)
    mutating func append(digitsOf value: UInt64, count: Int) {
        var rest = value
        var digits = InlineArray<20, UInt8>(repeating: 48)
        var place = 20
        while place > 20 &- count &+ 1 {
            let pair = Self.pair(rest % 100)
            rest /= 100
            digits[place &- 1] = UInt8(pair >> 8)
            digits[place &- 2] = UInt8(truncatingIfNeeded: pair)
            place &-= 2
        }
        if place > 20 &- count { digits[place &- 1] = 48 &+ UInt8(truncatingIfNeeded: rest % 10) }
        self.append(unsafe digits.span.bytes.extracting((20 &- count)..<20))
    }
}
