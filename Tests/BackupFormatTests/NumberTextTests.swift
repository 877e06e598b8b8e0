import AerospikeProtocol
import Foundation
import Testing

@testable import BackupFormat

@Suite struct `Numbers in text` {
    static func text(of value: Double) -> String {
        var writer = ByteWriter(capacity: 16)
        writer.appendThroughPointer(upTo: 64) { target in
            var sink = ByteSink(target, limit: 64)
            sink.append(double: value)
            return sink.count
        }
        return String(decoding: writer.bytes)
    }

    static func text(of value: Int64) -> String {
        var writer = ByteWriter(capacity: 16)
        writer.appendThroughPointer(upTo: 64) { target in
            var sink = ByteSink(target, limit: 64)
            sink.append(decimal: value)
            return sink.count
        }
        return String(decoding: writer.bytes)
    }

    @Test(arguments: [
        (0.1, "0.10000000000000001"), (1, "1"), (-1.5, "-1.5"), (1e21, "1e+21"), (-0.0, "-0"), (0, "0"),
        (Double.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.nan, "nan"), (-.nan, "nan"), (.infinity, "inf"),
        (-.infinity, "-inf"), (.leastNonzeroMagnitude, "4.9406564584124654e-324"),
        (2.2250738585072014e-308, "2.2250738585072014e-308"),
        (3.1415926535897931, "3.1415926535897931"), (1e16, "10000000000000000"), (1e17, "1e+17"), (1e-4, "0.0001"),
        (1e-5, "1.0000000000000001e-05"), (123_456_789_012_345_680, "1.2345678901234568e+17"),
        (0.00012345678901234567, "0.00012345678901234567"), (9_007_199_254_740_992, "9007199254740992"),
        (99_999_999_999_999_984, "99999999999999984"), (2_251_799_813_685_249.5, "2251799813685249.5"),
        (1e100, "1e+100"),
    ])
    func `are written as C does`(value: Double, text: String) {
        #expect(Self.text(of: value) == text)
    }

    static func library(_ value: Double) -> String { String(format: "%.17g", value) }

    @Test(arguments: 0..<8)
    func `are written as C does whatever their bits`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        for _ in 0..<4_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(Self.text(of: value) == Self.library(value), "seed \(seed), bits \(value.bitPattern)")
        }
        for _ in 0..<4_000 {
            // Short decimals, and halves that tie.
            let value = Double(Int64(truncatingIfNeeded: generator.next() >> UInt64(generator.below(60)))) / 1024
            let other = value * 1024 / Double(sign: .plus, exponent: generator.below(1200) - 600, significand: 1)
            #expect(Self.text(of: value) == Self.library(value), "seed \(seed), bits \(value.bitPattern)")
            guard other.isFinite else { continue }
            #expect(Self.text(of: other) == Self.library(other), "seed \(seed), bits \(other.bitPattern)")
        }
    }

    @Test func `are written as C does at every power of two and ten`() {
        for exponent in -1074...1023 {
            let value = Double(sign: .plus, exponent: exponent, significand: 1)
            for neighbour in [value, value.nextUp, value.nextDown] {
                #expect(Self.text(of: neighbour) == Self.library(neighbour), "bits \(neighbour.bitPattern)")
            }
        }
        for exponent in -323...308 {
            let value = strtod("1e\(exponent)", nil)
            for neighbour in [value, value.nextUp, value.nextDown] where neighbour.isFinite {
                #expect(Self.text(of: neighbour) == Self.library(neighbour), "bits \(neighbour.bitPattern)")
            }
        }
    }

    static func parse(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard DoubleText.firstBadByte(of: bytes.view) == nil else { return nil }
        return DoubleText.value(of: bytes.view)
    }

    @Test(arguments: [
        "0.10000000000000001", "1", "-1.5", "1e+21", "1e21", "1e-05", "-0", ".5", "5.", "1e999", "-1e999", "1e-999",
        "4.9406564584124654e-324", "2.2250738585072011e-308", "9007199254740993", "9007199254740992.999999999999999999",
        "179769313486231580793728971405301e276", "123456789012345678901234567890", "0.000000000000000000000000000001",
        "1e+06", "1.234567e+06", "100000000000000000000000", "8.5e22", "9223372036854775807", "0e5", "00012",
    ])
    func `are read as C does`(text: String) {
        #expect(Self.parse(text)?.bitPattern == strtod(text, nil).bitPattern)
    }

    @Test(arguments: [("inf", 1), ("+Inf", 1), ("-INFINITY", -1), ("infinity", 1), ("-inf", -1)])
    func `may be infinite`(text: String, sign: Double) {
        #expect(Self.parse(text) == sign * .infinity)
    }

    @Test(arguments: ["nan", "NaN", "-nan", "+NAN"])
    func `may be no number`(text: String) {
        #expect(Self.parse(text)?.isNaN == true)
    }

    @Test func `are 0 if empty`() {
        #expect(Self.parse("") == 0)
    }

    @Test(arguments: [
        "1E5", "0x1p3", "1.2.3", "1e5.0", "1e", "e5", ".", "-", "+", "1 ", "in", "na", "nanx", "1e+-5", "--1", "infi",
    ])
    func `are refused if malformed`(text: String) {
        #expect(Self.parse(text) == nil)
    }

    @Test(arguments: 0..<8)
    func `are read as C does whatever their digits`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed) &+ 100)
        for _ in 0..<4_000 {
            let value = Double(bitPattern: generator.next())
            if value.isFinite {
                for text in [Self.library(value), value.description.lowercased(), String(format: "%.18e", value)] {
                    #expect(Self.parse(text)?.bitPattern == strtod(text, nil).bitPattern, "seed \(seed), \(text)")
                }
            }
            let text = "\(generator.next() >> UInt64(generator.below(64)))e\(generator.below(700) - 350)"
            #expect(Self.parse(text)?.bitPattern == strtod(text, nil).bitPattern, "seed \(seed), \(text)")
        }
    }

    @Test(arguments: 0..<2_200)
    func `are rounded to even at the middle between two doubles`(exponent: Int) {
        // The exact middle of two neighbours, as far as 19 digits can say it.
        let value = Double(sign: .plus, exponent: exponent % 60 + 3, significand: 1 + Double(exponent) / 2200)
        let middle = UInt64(value.rounded(.down)) | 1
        let text = "\(middle).5"
        #expect(Self.parse(text)?.bitPattern == strtod(text, nil).bitPattern, "\(text)")
        #expect(Self.parse("\(middle)")?.bitPattern == strtod("\(middle)", nil).bitPattern, "\(middle)")
    }

    @Test func `integers are written in full`() {
        for value in [0, 9, 10, 99, 100, -1, -10, 123_456, .max, .min, .max / 10] as [Int64] {
            #expect(Self.text(of: value) == String(value))
        }
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            for value in [power - 1, power, power + 1, -power, 1 - power] {
                #expect(Self.text(of: value) == String(value))
            }
        }
    }
}
