/// Reads numbers that stand one on a line, as the lines of bins end with them (`Spec/asb-format.md` §3).
package enum NumberLines {
    /// Reads an integer and its line feed.
    ///
    /// - Parameters:
    ///   - offset: Where the number begins; afterwards where the next line does.
    ///   - text: The lines.
    /// - Throws: `FormatError` if there is no number in the range of 64 bits with sign.
    package static func integer(at offset: inout Int, of text: RawSpan) throws(FormatError) -> Int64 {
        try Self.read(at: &offset, of: text) { cursor throws(ParseStop) in
            if let value = cursor.readPlainInteger() { value } else { try cursor.readInteger() }
        }
    }

    /// Reads a double and its line feed.
    ///
    /// - Parameters:
    ///   - offset: Where the number begins; afterwards where the next line does.
    ///   - text: The lines.
    /// - Throws: `FormatError` if there is no number.
    package static func double(at offset: inout Int, of text: RawSpan) throws(FormatError) -> Double {
        try Self.read(at: &offset, of: text) { cursor throws(ParseStop) in
            if let value = cursor.readPlainDouble() { value } else { try cursor.readDouble() }
        }
    }

    @inline(__always)
    private static func read<Number>(
        at offset: inout Int,
        of text: RawSpan,
        _ number: (inout TextCursor) throws(ParseStop) -> Number
    ) throws(FormatError) -> Number {
        var cursor = TextCursor(text, at: offset, isFinal: true, hasEscapes: true, firstLine: 1)
        do throws(ParseStop) {
            let value = try number(&cursor)
            try cursor.expect("\n")
            offset = cursor.offset
            return value
        } catch {
            guard case .failure(let error) = error else {
                throw FormatError(.unexpectedEnd, "The text ends inside a number")
            }
            throw error
        }
    }
}
