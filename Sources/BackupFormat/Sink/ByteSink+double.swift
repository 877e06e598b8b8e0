import Glibc

extension ByteSink {
    /// The most bytes a double needs: sign, point, 17 digits, `0.000` and `e-308`.
    static let doubleLimit = 32

    /// Writes a double as C's `%.17g` does; every NaN as `nan` (`Spec/asb-format.md` §3).
    ///
    /// Whole numbers are written as integers; others take one product of 64 and 128 bits, and only values whose rounding
    /// that cannot settle, about one in 2^60, go to the C library.
    @inline(__always)
    mutating func append(double value: Double) {
        if value.magnitude < 0x1p53, value != 0 {
            let whole = Int64(value)
            if Double(whole) == value { return self.append(decimal: whole) }
        }
        self.append(general: value)
    }

    @inline(never)
    private mutating func append(general value: Double) {
        guard !value.isNaN else { return self.append(text: "nan") }
        if value.sign == .minus { self.append(UInt8(ascii: "-")) }
        if value.isInfinite { return self.append(text: "inf") }
        if value == 0 { return self.append(UInt8(ascii: "0")) }
        guard let decimal = Self.seventeenDigits(of: value.magnitude) else {
            return self.append(byLibrary: value.magnitude)
        }
        self.append(digits: decimal.digits, exponent: decimal.exponent)
    }

    private mutating func append(text: StaticString) {
        for offset in 0..<text.utf8CodeUnitCount { self.append(unsafe text.utf8Start[offset]) }
    }

    /// The first 17 digits, rounded half to even, and the decimal exponent of the first; `nil` if that is too close.
    private static func seventeenDigits(of value: Double) -> (digits: UInt64, exponent: Int)? {
        let isNormal = value.exponentBitPattern > 0
        let significand = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let zeros = significand.leadingZeroBitCount
        let factor = significand << UInt64(zeros)
        let exponent = (isNormal ? Int(value.exponentBitPattern) : 1) &- 1075 &- zeros
        var decimal = PowersOfTen.decimalExponent(ofPowerOfTwo: exponent &+ 63)
        while true {
            let power = 16 &- decimal
            let rounded = RoundedProduct(
                PowersOfTen.product(factor, power: power),
                fractionBits: 127 &- exponent &- PowersOfTen.binaryExponent(of: power),
                isExact: PowersOfTen.exactExponents.contains(power)
            )
            if rounded.whole >= 100_000_000_000_000_000 {
                decimal &+= 1
                continue
            }
            guard let roundsUp = rounded.roundsUp else { return nil }
            let digits = rounded.whole &+ (roundsUp ? 1 : 0)
            guard digits == 100_000_000_000_000_000 else { return (digits, decimal) }
            return (10_000_000_000_000_000, decimal &+ 1)
        }
    }

    /// Writes 17 digits as `%g` does: without zeros at the end, and with an exponent below -4 and from 17 on.
    private mutating func append(digits: UInt64, exponent: Int) {
        if exponent < -4 || exponent >= 17 {
            self.append(digits: digits, beforePoint: 1)
            self.append(UInt8(ascii: "e"))
            self.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            self.append(digitsOf: UInt64(exponent.magnitude), count: exponent.magnitude < 100 ? 2 : 3)
        } else if exponent < 0 {
            self.append(UInt8(ascii: "0"))
            self.append(UInt8(ascii: "."))
            for _ in 0..<(-1 &- exponent) { self.append(UInt8(ascii: "0")) }
            self.append(digits: digits, beforePoint: 0)
        } else {
            self.append(digits: digits, beforePoint: exponent &+ 1)
        }
    }

    /// Writes 17 digits with a point behind the first `beforePoint`, unless that is 0, and without zeros behind the point.
    ///
    /// All digits are stored one place too far to the right, then those in front of the point move to the left, which
    /// is half the work of dividing there.
    private mutating func append(digits: UInt64, beforePoint: Int) {
        let hasPoint = beforePoint > 0
        let first = digits / 10_000_000_000_000_000
        let rest = digits &- first &* 10_000_000_000_000_000
        let upper = Self.eightDigits(rest / 100_000_000)
        let lower = Self.eightDigits(rest % 100_000_000)
        let start = self.count
        if hasPoint { self.append(UInt8(ascii: ".")) }
        self.append(UInt8(48) &+ UInt8(truncatingIfNeeded: first))
        self.append(littleEndian: upper)
        self.append(littleEndian: lower)
        if hasPoint { self.shiftLeft(beforePoint, from: start &+ 1, then: UInt8(ascii: ".")) }
        // The zeros of the last eight places that are zeros, then those in front of them.
        var zeros = (lower ^ Self.zeros).leadingZeroBitCount / 8
        if zeros == 8 { zeros &+= (upper ^ Self.zeros).leadingZeroBitCount / 8 }
        let kept = max(17 &- zeros, beforePoint, 1)
        self.truncate(to: start &+ kept &+ (hasPoint && kept > beforePoint ? 1 : 0))
    }

    /// Lets the C library write a positive, finite double.
    private mutating func append(byLibrary value: Double) {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.doubleLimit) { buffer in
            let written = unsafe withVaList([value]) { arguments in
                unsafe vsnprintf(buffer.baseAddress, buffer.count, "%.17g", arguments)
            }
            for offset in 0..<min(Int(written), buffer.count &- 1) {
                self.append(UInt8(bitPattern: unsafe buffer[offset]))
            }
        }
    }
}
