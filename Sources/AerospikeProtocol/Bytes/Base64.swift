/// Base64 in the standard alphabet of RFC 4648 with padding and no line breaks.
public enum Base64 {
    static let alphabet: [UInt8] = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The length of the text of `count` bytes.
    public static func encodedLength(of count: Int) -> Int { (count &+ 2) / 3 &* 4 }

    /// Appends the text of `bytes` to `writer`.
    public static func encode(_ bytes: RawSpan, to writer: inout ByteWriter) {
        let size = Self.encodedLength(of: bytes.byteCount)
        unsafe writer.appendThroughPointer(upTo: size) { target in
            unsafe Self.encode(bytes, into: target)
            return size
        }
    }

    /// Appends the bytes of `text` to `writer`.
    ///
    /// - Returns: `nil` if all was well, or the offset of the four characters that are not base64: an unknown character,
    ///   a length that is no multiple of four, or padding before the end. Nothing is appended then.
    public static func decode(_ text: RawSpan, to writer: inout ByteWriter) -> Int? {
        guard text.byteCount % 4 == 0 else { return text.byteCount / 4 &* 4 }
        guard text.byteCount > 0 else { return nil }
        var bad = -1
        unsafe writer.appendThroughPointer(upTo: text.byteCount / 4 &* 3) { target in
            let written = unsafe Self.decode(text, into: target)
            if written < 0 { bad = -1 &- written }
            return max(written, 0)
        }
        return bad < 0 ? nil : bad
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
