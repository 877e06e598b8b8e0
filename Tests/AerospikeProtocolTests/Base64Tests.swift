import AerospikeProtocol
import Foundation
import Testing

@Suite struct `Base64 text` {
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

    @Test func `is refused with any byte outside the alphabet, at its group`() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max {
            for place in 0..<12 {
                var text = Array("AAAAAAAAAAAA".utf8)
                text[place] = byte
                var writer = ByteWriter(capacity: 16)
                writer.append(UInt8(7))
                let bad = Base64.decode(text.view, to: &writer)
                let isGood = alphabet.contains(byte) || (byte == UInt8(ascii: "=") && place == 11)
                #expect(bad == (isGood ? nil : place / 4 * 4), "byte \(byte) at \(place)")
                #expect(Base64.isValid(text.view) == isGood, "byte \(byte) at \(place)")
                let written = writer.count
                #expect(isGood || written == 1)
            }
        }
    }

    /// Long texts are decoded sixteen characters at a time.
    @Test func `is refused at its group however long it is`() {
        for length in stride(from: 4, through: 96, by: 4) {
            for (place, byte) in (0..<length).flatMap({ place in "@[`{/:*,-.\0\u{7F}".utf8.map { (place, $0) } }) {
                var text = [UInt8](repeating: UInt8(ascii: "z"), count: length)
                text[place] = byte
                var writer = ByteWriter(capacity: 16)
                let bad = Base64.decode(text.view, to: &writer)
                #expect(
                    bad == (byte == UInt8(ascii: "/") ? nil : place / 4 * 4),
                    "byte \(byte) at \(place) of \(length)"
                )
            }
            for byte in UInt8(128)...255 {
                let text = [UInt8](repeating: byte, count: length)
                var writer = ByteWriter(capacity: 16)
                #expect(Base64.decode(text.view, to: &writer) == 0)
            }
        }
    }

    @Test func `is padded at its end only, however long it is`() {
        let padding = UInt8(ascii: "=")
        for length in stride(from: 4, through: 72, by: 4) {
            for place in 0..<length {
                for isPaddedBehind in [false, true] {
                    var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
                    text[place] = padding
                    if isPaddedBehind { text[length - 1] = padding }
                    let bytes =
                        place == length - 1
                        ? length / 4 * 3 - 1 : isPaddedBehind && place == length - 2 ? length / 4 * 3 - 2 : nil
                    var writer = ByteWriter(capacity: 16)
                    let bad = Base64.decode(text.view, to: &writer)
                    let written = writer.count
                    #expect(bad == (bytes == nil ? place / 4 * 4 : nil), "place \(place) of \(length)")
                    #expect(written == bytes ?? 0)
                    #expect(Base64.isValid(text.view) == (bytes != nil), "place \(place) of \(length)")
                }
            }
        }
    }

    /// Sixteen bytes are stored at a time.
    @Test func `leaves what is behind it alone`() {
        var generator = SplitMix64(seed: 12)
        for count in 0..<200 {
            let bytes = generator.bytes(count)
            let text = Array(Data(bytes).base64EncodedString().utf8)
            var target = [UInt8](repeating: 0xEE, count: text.count + 32)
            target.withUnsafeMutableBytes { target in
                guard let start = target.baseAddress else { return }
                unsafe Base64.encode(bytes.view, into: start)
            }
            #expect(target == text + [UInt8](repeating: 0xEE, count: 32))
            target = [UInt8](repeating: 0xEE, count: text.count / 4 * 3 + 32)
            let size = target.withUnsafeMutableBytes { target in
                target.baseAddress.map { unsafe Base64.decode(text.view, into: $0) } ?? 0
            }
            #expect(size == count && Array(target.prefix(count)) == bytes)
            #expect(target.suffix(32).allSatisfy { $0 == 0xEE })
        }
    }
}
