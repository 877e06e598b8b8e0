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
        var digits = digits
        var count = 17
        while digits % 100 == 0 {
            digits /= 100
            count &-= 2
        }
        if digits % 10 == 0 {
            digits /= 10
            count &-= 1
        }
        if exponent < -4 || exponent >= 17 {
            self.append(digits: digits, count: count, beforePoint: 1)
            self.append(UInt8(ascii: "e"))
            self.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            self.append(digitsOf: UInt64(exponent.magnitude), count: exponent.magnitude < 100 ? 2 : 3)
        } else if exponent < 0 {
            self.append(UInt8(ascii: "0"))
            self.append(UInt8(ascii: "."))
            for _ in 0..<(-1 &- exponent) { self.append(UInt8(ascii: "0")) }
            self.append(digitsOf: digits, count: count)
        } else {
            self.append(digits: digits, count: count, beforePoint: exponent &+ 1)
        }
    }

    private mutating func append(digits: UInt64, count: Int, beforePoint: Int) {
        guard count > beforePoint else {
            self.append(digitsOf: digits, count: count)
            for _ in count..<beforePoint { self.append(UInt8(ascii: "0")) }
            return
        }
        var divisor: UInt64 = 1
        for _ in 0..<(count &- beforePoint) { divisor &*= 10 }
        self.append(digitsOf: digits / divisor, count: beforePoint)
        self.append(UInt8(ascii: "."))
        self.append(digitsOf: digits % divisor, count: count &- beforePoint)
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
