/// Base64 in the standard alphabet of RFC 4648 with padding and no line breaks.
public enum Base64 {
    private static let alphabet: [UInt8] = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// Values of the alphabet's characters; 64 marks a byte outside it.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (value, character) in Base64.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Both characters of every 12-bit group, so that three bytes become two loads.
    private static let pairs: [UInt16] = (0..<4096).map { group in
        UInt16(Base64.alphabet[group >> 6]) | UInt16(Base64.alphabet[group & 63]) << 8
    }

    /// The length of the text of `count` bytes.
    public static func encodedLength(of count: Int) -> Int { (count &+ 2) / 3 &* 4 }

    /// Appends the text of `bytes` to `writer`.
    public static func encode(_ bytes: RawSpan, to writer: inout ByteWriter) {
        writer.append(upTo: Self.encodedLength(of: bytes.byteCount)) { target in
            Self.encode(bytes, to: &target)
            return Self.encodedLength(of: bytes.byteCount)
        }
    }

    private static func encode(_ bytes: RawSpan, to target: inout MutableRawSpan) {
        let pairs = Self.pairs.span
        var input = 0
        var output = 0
        let whole = bytes.byteCount / 3 &* 3
        while input < whole {
            let group =
                Int(bytes.byte(at: input)) << 16 | Int(bytes.byte(at: input &+ 1)) << 8
                | Int(bytes.byte(at: input &+ 2))
            let text = UInt32(pairs[group >> 12]) | UInt32(pairs[group & 4095]) << 16
            target.storeBytes(of: text.littleEndian, toByteOffset: output, as: UInt32.self)
            input &+= 3
            output &+= 4
        }
        Self.encodeTail(bytes, from: input, to: &target, at: output)
    }

    private static func encodeTail(_ bytes: RawSpan, from input: Int, to target: inout MutableRawSpan, at output: Int) {
        let left = bytes.byteCount &- input
        guard left > 0 else { return }
        let first = Int(bytes.byte(at: input))
        let second = left == 2 ? Int(bytes.byte(at: input &+ 1)) : 0
        let padding = UInt8(ascii: "=")
        target.storeBytes(of: Self.alphabet[first >> 2], toByteOffset: output, as: UInt8.self)
        target.storeBytes(of: Self.alphabet[(first & 3) << 4 | second >> 4], toByteOffset: output &+ 1, as: UInt8.self)
        target.storeBytes(
            of: left == 2 ? Self.alphabet[(second & 15) << 2] : padding,
            toByteOffset: output &+ 2,
            as: UInt8.self
        )
        target.storeBytes(of: padding, toByteOffset: output &+ 3, as: UInt8.self)
    }

    /// Appends the bytes of `text` to `writer`.
    ///
    /// - Returns: `nil` if all was well, or the offset of the four characters that are not base64: an unknown character,
    ///   a length that is no multiple of four, or padding before the end.
    public static func decode(_ text: RawSpan, to writer: inout ByteWriter) -> Int? {
        guard text.byteCount % 4 == 0 else { return text.byteCount / 4 &* 4 }
        guard text.byteCount > 0 else { return nil }
        let values = Self.values.span
        let last = text.byteCount &- 4
        var bad = -1
        writer.append(upTo: text.byteCount / 4 &* 3) { target in
            var input = 0
            var output = 0
            while input < last {
                let first = values[Int(text.byte(at: input))]
                let second = values[Int(text.byte(at: input &+ 1))]
                let third = values[Int(text.byte(at: input &+ 2))]
                let fourth = values[Int(text.byte(at: input &+ 3))]
                if (first | second | third | fourth) & 64 != 0 {
                    bad = input
                    return 0
                }
                target.storeBytes(of: first << 2 | second >> 4, toByteOffset: output, as: UInt8.self)
                target.storeBytes(of: second << 4 | third >> 2, toByteOffset: output &+ 1, as: UInt8.self)
                target.storeBytes(of: third << 6 | fourth, toByteOffset: output &+ 2, as: UInt8.self)
                input &+= 4
                output &+= 3
            }
            guard let size = Self.decodeTail(text, from: last, to: &target, at: output) else {
                bad = last
                return 0
            }
            return output &+ size
        }
        return bad < 0 ? nil : bad
    }

    private static func decodeTail(
        _ text: RawSpan,
        from input: Int,
        to target: inout MutableRawSpan,
        at output: Int
    ) -> Int? {
        let padding = UInt8(ascii: "=")
        let hasThird = text.byte(at: input &+ 2) != padding
        let hasFourth = text.byte(at: input &+ 3) != padding
        let first = Self.values[Int(text.byte(at: input))]
        let second = Self.values[Int(text.byte(at: input &+ 1))]
        let third = hasThird ? Self.values[Int(text.byte(at: input &+ 2))] : 0
        let fourth = hasFourth ? Self.values[Int(text.byte(at: input &+ 3))] : 0
        guard (first | second | third | fourth) & 64 == 0, hasThird || !hasFourth else { return nil }
        target.storeBytes(of: first << 2 | second >> 4, toByteOffset: output, as: UInt8.self)
        guard hasThird else { return 1 }
        target.storeBytes(of: second << 4 | third >> 2, toByteOffset: output &+ 1, as: UInt8.self)
        guard hasFourth else { return 2 }
        target.storeBytes(of: third << 6 | fourth, toByteOffset: output &+ 2, as: UInt8.self)
        return 3
    }

    /// Returns the text of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        var writer = ByteWriter(capacity: Self.encodedLength(of: bytes.count))
        Self.encode(bytes.view, to: &writer)
        return String(decoding: writer.bytes)
    }

    /// Returns the bytes of `text`, or `nil` if it is not base64.
    public static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        var writer = ByteWriter(capacity: characters.count)
        guard Self.decode(characters.view, to: &writer) == nil else { return nil }
        return writer.finish()
    }
}
