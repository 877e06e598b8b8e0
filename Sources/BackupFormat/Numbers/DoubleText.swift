import AerospikeProtocol
import Glibc

/// Doubles in the text of a backup file (`Spec/asb-format.md` §3).
enum DoubleText {
    /// The offset of the first byte that cannot stand in a double, or `nil`.
    static func firstBadByte(of text: RawSpan) -> Int? {
        var offset = 0
        if text.byteCount > 0, text.byte(at: 0) == UInt8(ascii: "-") || text.byte(at: 0) == UInt8(ascii: "+") {
            offset = 1
        }
        let first = offset
        var (hasPoint, hasExponent, isBehindExponent) = (false, false, false)
        while offset < text.byteCount {
            let byte = text.byte(at: offset)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                isBehindExponent = false
            case UInt8(ascii: ".") where !hasPoint && !hasExponent:
                hasPoint = true
            case UInt8(ascii: "e") where !hasExponent:
                (hasExponent, isBehindExponent) = (true, true)
            case UInt8(ascii: "+") where isBehindExponent, UInt8(ascii: "-") where isBehindExponent:
                isBehindExponent = false
            default:
                return Self.firstBadByteOfWord(text, from: first, at: offset)
            }
            offset &+= 1
        }
        return nil
    }

    /// The same for `nan`, `inf` and `infinity` in upper or lower case.
    private static func firstBadByteOfWord(_ text: RawSpan, from first: Int, at bad: Int) -> Int? {
        guard bad == first else { return bad }
        let word: StaticString = text.byte(at: first) | 0x20 == UInt8(ascii: "n") ? "nan" : "infinity"
        for offset in first..<text.byteCount {
            let place = offset &- first
            guard place < word.utf8CodeUnitCount, unsafe text.byte(at: offset) | 0x20 == word.utf8Start[place] else {
                return offset
            }
        }
        return nil
    }

    /// The value of a text of which `firstBadByte` found nothing; `nil` if it is no number after all, such as `1e`.
    static func value(of text: RawSpan) -> Double? {
        Self.decimal(text) ?? Self.byLibrary(text)
    }

    /// Reads digits, perhaps with a point among them, at most 19, up to a line feed, which is where the result ends; `nil` for
    /// all else, and where the window ends near them.
    @inline(__always)
    static func shortLine(of window: RawSpan, from start: Int) -> (value: Double, end: Int)? {
        guard window.byteCount &- start > 2 &* DecimalDigits.reach &+ 2 else { return nil }
        let isNegative = window.byte(at: start) == UInt8(ascii: "-")
        let whole = DecimalDigits(window, at: isNegative ? start &+ 1 : start)
        var (digits, count, exponent) = (whole.value, whole.count, 0)
        var offset = start &+ (isNegative ? 1 : 0) &+ count
        guard count <= DecimalDigits.limit else { return nil }
        if window.byte(at: offset) == UInt8(ascii: ".") {
            let fraction = DecimalDigits(window, at: offset &+ 1)
            count &+= fraction.count
            guard count <= DecimalDigits.limit else { return nil }
            digits = digits &* DecimalDigits.power(fraction.count) &+ fraction.value
            exponent = 0 &- fraction.count
            offset &+= fraction.count &+ 1
        }
        guard count > 0, window.byte(at: offset) == 0x0A, let magnitude = Self.scaled(digits, exponent) else {
            return nil
        }
        return (isNegative ? -magnitude : magnitude, offset)
    }

    /// Reads digits, a point and more digits, at most 19, with or without exponent; `nil` for all else.
    static func decimal(_ text: RawSpan) -> Double? {
        var offset = 0
        let isNegative = text.byteCount > 0 && text.byte(at: 0) == UInt8(ascii: "-")
        if isNegative { offset = 1 }
        var (digits, count, exponent, hasPoint): (UInt64, Int, Int, Bool) = (0, 0, 0, false)
        while offset < text.byteCount {
            let byte = unsafe text.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            let digit = byte &- 48
            if digit < 10 {
                digits = digits &* 10 &+ UInt64(digit)
                count &+= 1
                if hasPoint { exponent &-= 1 }
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if byte == UInt8(ascii: "e"), let written = Self.exponent(text, from: offset &+ 1) {
                exponent &+= written
                break
            } else {
                return nil
            }
            offset &+= 1
        }
        guard count > 0, count <= 19, let magnitude = Self.scaled(digits, exponent) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    private static func exponent(_ text: RawSpan, from start: Int) -> Int? {
        guard start < text.byteCount else { return nil }
        let sign = text.byte(at: start)
        var offset = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? start &+ 1 : start
        guard offset < text.byteCount, text.byteCount &- offset <= 4 else { return nil }
        var value = 0
        while offset < text.byteCount {
            let digit = text.byte(at: offset) &- 48
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
            offset &+= 1
        }
        return sign == UInt8(ascii: "-") ? 0 &- value : value
    }

    /// The double nearest to `digits` times ten to the power of `exponent`; `nil` if the C library must decide.
    private static func scaled(_ digits: UInt64, _ exponent: Int) -> Double? {
        if digits == 0 { return 0 }
        if exponent == 0, digits < 1 << 53 { return Double(digits) }
        guard exponent >= -326, exponent <= 308 else { return nil }
        let zeros = digits.leadingZeroBitCount
        let product = PowersOfTen.product(digits << UInt64(zeros), power: exponent)
        // 53 bits are whole, and the fraction is what is below.
        let isShort = product.high >> 63 == 0
        let rounded = RoundedProduct(
            product,
            fractionBits: isShort ? 138 : 139,
            isExact: PowersOfTen.exactExponents.contains(exponent)
        )
        guard let roundsUp = rounded.roundsUp else { return nil }
        var binary = PowersOfTen.binaryExponent(of: exponent) &+ 64 &- zeros &- (isShort ? 1 : 0)
        var significand = rounded.whole &+ (roundsUp ? 1 : 0)
        if significand == 1 << 53 {
            significand = 1 << 52
            binary &+= 1
        }
        guard binary >= -1022, binary <= 1023 else { return nil }
        return Double(
            sign: .plus,
            exponentBitPattern: UInt(binary &+ 1023),
            significandBitPattern: significand & (1 << 52 &- 1)
        )
    }

    /// Lets the C library read the text; an empty one is 0.
    @inline(never)
    private static func byLibrary(_ text: RawSpan) -> Double? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.byteCount &+ 1) { buffer in
            for offset in 0..<text.byteCount { unsafe buffer[offset] = CChar(bitPattern: text.byte(at: offset)) }
            unsafe buffer[text.byteCount] = 0
            guard let start = buffer.baseAddress else { return nil }
            var end: UnsafeMutablePointer<CChar>?
            let value = unsafe strtod(start, &end)
            return unsafe end == start + text.byteCount ? value : nil
        }
    }
}
