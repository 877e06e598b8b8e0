import Foundation
import Testing

@testable import AerospikeProtocol

@Suite struct `Base64 text` {
    /// By tables, and in vectors of each size that this processor has.
    private static let ways = Array(0...Base64.bestWay)

    /// The bytes of a text; or, as a negative number, where it is not base64. Nothing behind them may be touched.
    private func decoded(_ text: [UInt8], _ way: CInt) -> (size: Int, bytes: [UInt8]) {
        let room = text.count / 4 * 3
        var target = [UInt8](repeating: 0xEE, count: room + 80)
        let size = target.withUnsafeMutableBytes { target in
            target.baseAddress.map { unsafe Base64.decode(text.view, into: $0, way: way) } ?? 0
        }
        #expect(target[room...].allSatisfy { $0 == 0xEE })
        return (size, Array(target.prefix(max(0, size))))
    }

    /// The vectors of RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `is that of RFC 4648`(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test func `is that of Foundation for every length`() {
        var generator = SplitMix64(seed: 11)
        for count in 0..<300 {
            let bytes = generator.bytes(count)
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == text)
            #expect(Base64.decode(text) == bytes)
            #expect(Base64.encodedLength(of: count) == text.utf8.count)
        }
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zm9v\n", "Zm 9", "Zm9-", "Zm9_", "=m9v", "Zm=v", "Zm9vZg=",
    ])
    func `is refused if malformed`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ways) func `is refused with any byte outside the alphabet, at its group`(way: CInt) {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max {
            for (length, place) in (0..<12).map({ (12, $0) }) + [(28, 3), (28, 27), (132, 63), (132, 64), (132, 131)] {
                var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
                text[place] = byte
                let isGood = alphabet.contains(byte) || (byte == UInt8(ascii: "=") && place == length - 1)
                let isDecoded = self.decoded(text, way).size >= 0
                let isValid = Base64.isValid(text.view, way: way)
                #expect(isDecoded == isGood, "byte \(byte) at \(place)")
                #expect(isValid == isGood, "byte \(byte) at \(place)")
                var writer = ByteWriter(capacity: 16)
                writer.append(UInt8(7))
                let bad = Base64.decode(text.view, to: &writer)
                #expect(bad == (isGood ? nil : place / 4 * 4), "byte \(byte) at \(place)")
                let written = writer.count
                #expect(isGood || written == 1)
            }
        }
    }

    /// Long texts are decoded many characters at a time.
    @Test(arguments: ways) func `is refused at its group however long it is`(way: CInt) {
        for length in stride(from: 4, through: 200, by: 4) {
            for (place, byte) in (0..<length).flatMap({ place in "@[`{/:*,-.\0\u{7F}".utf8.map { (place, $0) } }) {
                var text = [UInt8](repeating: UInt8(ascii: "z"), count: length)
                text[place] = byte
                let size = byte == UInt8(ascii: "/") ? length / 4 * 3 : -1 - place / 4 * 4
                #expect(self.decoded(text, way).size == size, "byte \(byte) at \(place) of \(length)")
            }
            for byte in UInt8(128)...255 {
                #expect(self.decoded([UInt8](repeating: byte, count: length), way).size == -1)
            }
        }
    }

    @Test(arguments: ways) func `is padded at its end only, however long it is`(way: CInt) {
        let padding = UInt8(ascii: "=")
        for length in stride(from: 4, through: 140, by: 4) {
            for place in 0..<length {
                for isPaddedBehind in [false, true] {
                    var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
                    text[place] = padding
                    if isPaddedBehind { text[length - 1] = padding }
                    let paddings = place == length - 1 ? 1 : isPaddedBehind && place == length - 2 ? 2 : nil
                    let size = paddings.map { length / 4 * 3 - $0 } ?? -1 - place / 4 * 4
                    #expect(self.decoded(text, way).size == size, "place \(place) of \(length)")
                    let isValid = Base64.isValid(text.view, way: way)
                    #expect(isValid == (paddings != nil), "place \(place) of \(length)")
                }
            }
        }
    }

    @Test(arguments: ways) func `is that of Foundation in each way, and touches nothing behind`(way: CInt) {
        var generator = SplitMix64(seed: 12)
        for count in 1..<300 {
            let bytes = generator.bytes(count)
            let text = Array(Data(bytes).base64EncodedString().utf8)
            var target = [UInt8](repeating: 0xEE, count: text.count + 80)
            target.withUnsafeMutableBytes { target in
                guard let start = target.baseAddress else { return }
                unsafe Base64.encode(bytes.view, into: start, way: way)
            }
            #expect(target == text + [UInt8](repeating: 0xEE, count: 80))
            let (size, decoded) = self.decoded(text, way)
            let isValid = Base64.isValid(text.view, way: way)
            #expect(size == count && decoded == bytes && isValid)
        }
    }
}
