import AerospikeProtocol
import Foundation
import Testing

@testable import BackupFormat

/// Far from the end of a window records are read a short way, which must come to what the long way comes to.
@Suite struct `Plain records` {
    /// Text of other blocks behind the one that is read.
    private static let behind = Array(String(repeating: "+ n test\n", count: 60).utf8)

    /// What is read, and up to where; or the error.
    private func read(_ text: [UInt8], shortWay: Bool, hasEscapes: Bool = true) -> String {
        let window = text + Self.behind
        var cursor = TextCursor(window.view, at: 0, isFinal: true, hasEscapes: hasEscapes, firstLine: 1)
        var record = RecordLayout()
        do throws(ParseStop) {
            try cursor.readRecord(into: &record, shortWay: shortWay)
            return "\(record) at \(cursor.offset)"
        } catch { return "\(error)" }
    }

    private func expectSame(_ text: [UInt8], hasEscapes: Bool = true) {
        let short = self.read(text, shortWay: true, hasEscapes: hasEscapes)
        let long = self.read(text, shortWay: false, hasEscapes: hasEscapes)
        #expect(short == long, "\(String(decoding: text, as: UTF8.self))")
    }

    private static let digest = "AAECAwQFBgcICQoLDA0ODxAREhM="

    /// A record of many lines, all of them plain.
    private static let plain =
        """
        + k I -1234567890123
        + n test
        + d \(digest)
        + s a_set_of_1
        + g 12
        + t 500000000
        + b 12
        - I id 213987
        - I cnt -4411550351363442079
        - D score 11923109.057739032
        - Z active T
        - S name 4 a
        b+
        - S long 00000000011 0123456789x
        - B blob 40 GyssS9uO86s0IikzQwiC9L2uWwNZdyE6yIQsidk=
        - B! raw 2 \n\n
        - M map 0 \n- L list 4 AA==
        - N nothing
        - X text 4 QUJD

        """

    private func numberText(_ generator: inout SplitMix64) -> String {
        let alphabets = ["0123456789", "0123456789.", "09", "0123456789.-e+", "abcXYZ_09", "a\\ \n\0\t\u{1F}!{\u{7F}ä"]
        let alphabet = Array(alphabets[generator.below(alphabets.count)])
        let sign = generator.below(3) == 0 ? "-" : ""
        return sign + String((0..<generator.below(28)).map { _ in alphabet[generator.below(alphabet.count)] })
    }

    @Test(arguments: 0..<8) func `read the same with odd numbers and names`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed) &+ 500)
        for _ in 0..<200 {
            let text = self.numberText(&generator)
            for bin in [
                "I x \(text)", "S x \(text) 777", "D x \(text)", "B x \(text) AAAA", "B! x \(text) AAAA", "Z x \(text)",
                "I \(text) 5", "N \(text)",
            ] {
                let head = "+ n test\n+ d \(Self.digest)\n+ g 1\n+ t 0\n+ b 1\n"
                self.expectSame(Array((head + "- \(bin)\n").utf8), hasEscapes: generator.below(4) > 0)
            }
            for head in [
                ("k I \(text)", "test", "", "1", "0", "1"), ("k S \(text) 7", "test", "", "1", "0", "1"),
                ("k D \(text)", "test", "", "1", "0", "1"), ("", text, "", "1", "0", "1"),
                ("", "test", text, "1", "0", "1"),
                ("", "test", "", text, "0", "1"), ("", "test", "", "1", text, "1"), ("", "test", "", "1", "0", text),
            ] {
                let key = head.0.isEmpty ? "" : "+ \(head.0)\n"
                let set = head.2.isEmpty ? "" : "+ s \(head.2)\n"
                let lines = "+ n \(head.1)\n+ d \(Self.digest)\n\(set)+ g \(head.3)\n+ t \(head.4)\n+ b \(head.5)\n"
                self.expectSame(Array((key + lines + "- I x 1\n").utf8), hasEscapes: generator.below(4) > 0)
            }
        }
    }

    @Test(arguments: [false, true]) func `read the same with each byte another`(compact: Bool) throws {
        var generator = SplitMix64(seed: compact ? 701 : 700)
        let messages = (0..<16).map { _ in generator.scanMessage() }
        var text = try BackupFormatTests.text(of: messages, compact: compact)
        text += Array(Self.plain.utf8)
        var parser = BlockParser()
        var record = RecordLayout()
        var offset = 0
        while case .record(let next) = try parser.parseBlock(text.view, at: offset, isFinal: true, into: &record) {
            let block = Array(text[offset..<next])
            self.expectSame(block)
            for place in block.indices {
                var changed = block
                changed[place] = Array("\n\\ =-+9aA\0{".utf8)[generator.below(11)]
                self.expectSame(changed)
                self.expectSame(Array(block[..<place]) + Array(block[(place + 1)...]))
            }
            offset = next
        }
        #expect(offset > text.count - 60)
    }

    @Test func `take the short way`() {
        let window = Array(Self.plain.utf8) + Self.behind
        var cursor = TextCursor(window.view, at: 0, isFinal: true, hasEscapes: true, firstLine: 1)
        var record = RecordLayout()
        #expect(cursor.readPlainHead(into: &record) == 12)
        #expect(record.digest == Digest(Array(0..<20)))
        #expect(record.generation == 12 && record.expiration == 500_000_000)
        #expect(record.key?.bits == UInt64(bitPattern: -1_234_567_890_123))
        #expect(record.set?.bytes(in: window.view) == Array("a_set_of_1".utf8))
        var bin = BinLayout(name: .empty, particleType: .null, encoding: .none, value: 0..<0, bits: 0)
        var taken: [UInt8] = []
        for _ in 0..<5 where cursor.readPlainBin(into: &bin) { taken.append(bin.particleType.rawValue) }
        #expect(taken == [1, 1, 2, 17, 3])
    }

    @Test func `have the numbers that their digits say`() throws {
        var generator = SplitMix64(seed: 600)
        for _ in 0..<10_000 {
            let value = Int64(bitPattern: generator.next()) >> Int64(generator.below(64))
            let whole = generator.next() >> UInt64(generator.below(64))
            let double = "\(value < 0 ? "-" : "")\(whole).\(generator.below(100_000))"
            let lines = Array("\(value)\n\(double)\n".utf8) + Self.behind
            var offset = 0
            #expect(try NumberLines.integer(at: &offset, of: lines.view) == value)
            #expect(try NumberLines.double(at: &offset, of: lines.view).bitPattern == strtod(double, nil).bitPattern)
            #expect(lines[offset...] == Self.behind[...])
        }
    }

    @Test(arguments: [Int64.max, .min, .max - 1, .min + 1, 0, 9_999_999, 99_999_999, 999_999_999_999_999_999])
    func `have the numbers at the limits`(value: Int64) throws {
        var offset = 0
        #expect(try NumberLines.integer(at: &offset, of: (Array("\(value)\n".utf8) + Self.behind).view) == value)
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999"])
    func `have no integers beyond the limits`(text: String) {
        var offset = 0
        let error = #expect(throws: FormatError.self) {
            try NumberLines.integer(at: &offset, of: (Array("\(text)\n".utf8) + Self.behind).view)
        }
        #expect(error?.message.contains("Integer overflow with number \(text)") == true)
    }
}
