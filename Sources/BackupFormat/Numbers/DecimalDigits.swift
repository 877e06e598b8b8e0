import AerospikeProtocol

/// Decimal digits in a row, eight at a time: a number of ten digits takes 40 instructions, digit by digit 90.
struct DecimalDigits {
    /// The most digits whose number always fits.
    static let limit = 19
    /// How many bytes must follow the first digit, whatever they are.
    static let reach = 24

    /// What the digits say, if there are no more than `limit`; 0 if there are none.
    private(set) var value: UInt64 = 0
    /// How many there are, up to 24.
    private(set) var count = 0

    /// Reads the digits at an offset behind which the window has `reach` bytes.
    @inline(__always)
    init(_ window: RawSpan, at offset: Int) {
        var place = offset
        for _ in 0..<3 {
            let run = self.take(
                UInt64(littleEndian: unsafe window.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
            )
            guard run == 8 else { return }
            place &+= 8
        }
    }

    /// The number at the start of eight bytes, and how many digits it has: one to seven, or 0 if it has none or may have more.
    @inline(__always)
    static func short(_ word: UInt64) -> (value: UInt64, count: Int) {
        let digits = word ^ 0x3030_3030_3030_3030
        let run = Self.run(digits)
        return UInt(bitPattern: run &- 1) < 7
            ? (Self.number(digits &<< UInt64(truncatingIfNeeded: 64 &- run &* 8)), run) : (0, 0)
    }

    /// How many of the eight bytes of a word are below ten before the first that is not.
    @inline(__always)
    private static func run(_ digits: UInt64) -> Int {
        // The high bit of each byte that is no digit; behind the first such byte it may be wrong.
        let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount &>> 3
    }

    /// Appends the digits at the start of eight bytes.
    ///
    /// - Returns: How many there are.
    @inline(__always)
    private mutating func take(_ word: UInt64) -> Int {
        let digits = word ^ 0x3030_3030_3030_3030
        let run = Self.run(digits)
        guard run > 0 else { return 0 }
        self.value = self.value &* Self.power(run) &+ Self.number(digits &<< UInt64(truncatingIfNeeded: 64 &- run &* 8))
        self.count &+= run
        return run
    }

    /// The number whose eight digits are the bytes of a word, the highest digit in the lowest byte.
    @inline(__always)
    private static func number(_ digits: UInt64) -> UInt64 {
        // To pairs, to fours, to all eight.
        let pairs = digits &* 10 &+ digits &>> 8
        let low: UInt64 = 0x0000_00FF_0000_00FF
        let upper = (pairs & low) &* (100 &+ 1_000_000 &<< 32)
        let lower = (pairs &>> 16 & low) &* (1 &+ 10_000 &<< 32)
        return (upper &+ lower) &>> 32
    }

    /// Ten to the power of `exponent`, which is 19 at most.
    @inline(__always)
    static func power(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1_000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        case 8: 100_000_000
        case 9: 1_000_000_000
        case 10: 10_000_000_000
        case 11: 100_000_000_000
        case 12: 1_000_000_000_000
        case 13: 10_000_000_000_000
        case 14: 100_000_000_000_000
        case 15: 1_000_000_000_000_000
        case 16: 10_000_000_000_000_000
        case 17: 100_000_000_000_000_000
        case 18: 1_000_000_000_000_000_000
        default: 10_000_000_000_000_000_000
        }
    }
}
