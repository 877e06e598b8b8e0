import AerospikeProtocol
import Foundation
import Testing

@testable import BackupFormat

/// Far from the end of a window, digits and names are read eight bytes at a time, near it byte by byte.
@Suite struct `Lines far from the end of a window and near it` {
    private enum Kind: CaseIterable { case integer, size, double, name, nameAtBlank }

    /// What is read, and up to where; or the error.
    private func read(_ kind: Kind, _ text: [UInt8], behind rest: Int) -> String {
        let end: [UInt8] = kind == .size || kind == .nameAtBlank ? [0x20] : [0x0A]
        let window = text + end + [UInt8](repeating: UInt8(ascii: "7"), count: rest)
        var cursor = TextCursor(window.view, at: 0, isFinal: true, hasEscapes: true, firstLine: 1)
        do throws(ParseStop) {
            let value =
                switch kind {
                case .integer: "\(try cursor.readInteger())"
                case .size: "\(try cursor.readSize(endingAt: " "))"
                case .double: "\(try cursor.readDouble().bitPattern)"
                case .name: "\(try cursor.readToken(endsAtBlank: false, limit: 63))"
                case .nameAtBlank: "\(try cursor.readToken(endsAtBlank: true))"
                }
            return "\(value) at \(cursor.offset)"
        } catch { return "\(error)" }
    }

    private func text(_ generator: inout SplitMix64) -> [UInt8] {
        let alphabets = ["0123456789", "0123456789.", "09", "0123456789.-e+", "abcXYZ_09", "a\\ \n\0\t\u{1F}!{\u{7F}ä"]
        let alphabet = Array(alphabets[generator.below(alphabets.count)].utf8)
        let sign: [UInt8] = generator.below(3) == 0 ? [UInt8(ascii: "-")] : []
        let text = sign + (0..<generator.below(28)).map { _ in alphabet[generator.below(alphabet.count)] }
        // A backslash would take its meaning from the end of the line.
        return text.last == UInt8(ascii: "\\") ? text + [UInt8(ascii: "x")] : text
    }

    @Test(arguments: 0..<8) func `are the same`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed) &+ 500)
        for _ in 0..<4_000 {
            let text = self.text(&generator)
            for kind in Kind.allCases {
                let (far, near) = (self.read(kind, text, behind: 80), self.read(kind, text, behind: 0))
                #expect(far == near, "\(kind) \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test func `are what the digits say`() {
        var generator = SplitMix64(seed: 600)
        for _ in 0..<20_000 {
            let value = Int64(bitPattern: generator.next()) >> Int64(generator.below(64))
            #expect(self.read(.integer, Array("\(value)".utf8), behind: 80) == "\(value) at \("\(value)".utf8.count)")
            let size = Int(generator.next() >> UInt64(14 + generator.below(50)))
            #expect(self.read(.size, Array("\(size)".utf8), behind: 80) == "\(size) at \("\(size)".utf8.count)")
            let whole = generator.next() >> UInt64(generator.below(64))
            let text = "\(value < 0 ? "-" : "")\(whole).\(generator.below(100_000))"
            let bits = strtod(text, nil).bitPattern
            #expect(self.read(.double, Array(text.utf8), behind: 80) == "\(bits) at \(text.utf8.count)", "\(text)")
        }
    }

    @Test(arguments: [Int64.max, .min, .max - 1, .min + 1, 0, 9_999_999, 99_999_999, 999_999_999_999_999_999])
    func `are right at the limits`(value: Int64) {
        #expect(self.read(.integer, Array("\(value)".utf8), behind: 80) == "\(value) at \("\(value)".utf8.count)")
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999"])
    func `are no integers beyond the limits`(text: String) {
        #expect(self.read(.integer, Array(text.utf8), behind: 80).contains("Integer overflow with number \(text)"))
    }
}
