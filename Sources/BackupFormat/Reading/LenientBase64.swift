import AerospikeProtocol

/// Base64 as the original reads it: group by group, with padding anywhere (`Spec/asb-format.md` §5.4).
enum LenientBase64 {
    /// The six bits of a character, 0 for `=`; `nil` for a character outside the alphabet.
    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        case UInt8(ascii: "="): 0
        default: nil
        }
    }

    /// Appends the bytes of checked base64.
    @inline(__always)
    static func decode(_ text: RawSpan, to writer: inout ByteWriter) {
        if Base64.decode(text, to: &writer) != nil { Self.decodeGroups(text, to: &writer) }
    }

    /// Three bytes for a group, two if only its last character is `=`, one if its third and its last are.
    @inline(never)
    private static func decodeGroups(_ text: RawSpan, to writer: inout ByteWriter) {
        for group in stride(from: 0, to: text.byteCount & ~3, by: 4) {
            let bits = (0..<4).reduce(UInt32(0)) { bits, place in
                bits << 6 | UInt32(Self.value(of: text.byte(at: group + place)) ?? 0)
            }
            writer.append(UInt8(truncatingIfNeeded: bits >> 16))
            let padding = UInt8(ascii: "=")
            let isShort = text.byte(at: group + 3) == padding
            if !(isShort && text.byte(at: group + 2) == padding) { writer.append(UInt8(truncatingIfNeeded: bits >> 8)) }
            if !isShort { writer.append(UInt8(truncatingIfNeeded: bits)) }
        }
    }
}
