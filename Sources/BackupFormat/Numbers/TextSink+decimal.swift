extension TextSink {
    /// The most bytes a 64-bit number needs.
    static let decimalLimit = 20

    /// `00` to `99`, as little-endian pairs of characters.
    private static let pairs: [UInt16] = (0..<100).map { value in
        UInt16(value / 10 + 48) | UInt16(value % 10 + 48) << 8
    }

    private static let powers: [UInt64] = (0..<20).map { exponent in
        (0..<exponent).reduce(UInt64(1)) { power, _ in power * 10 }
    }

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
            self.append(littleEndian: Self.pairs[Int(value)])
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
        let pairs = Self.pairs.span
        var place = 20
        while place > 20 &- count &+ 1 {
            let pair = pairs[Int(rest % 100)]
            rest /= 100
            digits[place &- 1] = UInt8(pair >> 8)
            digits[place &- 2] = UInt8(truncatingIfNeeded: pair)
            place &-= 2
        }
        if place > 20 &- count { digits[place &- 1] = 48 &+ UInt8(truncatingIfNeeded: rest % 10) }
        self.append(unsafe digits.span.bytes.extracting((20 &- count)..<20))
    }
}
