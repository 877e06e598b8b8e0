package import AerospikeProtocol

/// A name in a window of a backup file: where it stands, and whether it has escapes (`Spec/asb-format.md` §2).
package struct TextToken: Hashable, Sendable {
    /// The bytes in the window, escapes included.
    package var range: Range<Int>
    /// The number of bytes without escapes.
    package var unescapedCount: Int

    /// Creates a token.
    @inline(__always)
    package init(range: Range<Int>, unescapedCount: Int) {
        self.range = range
        self.unescapedCount = unescapedCount
    }

    /// An empty token.
    package static let empty = TextToken(range: 0..<0, unescapedCount: 0)

    /// Whether the token has escapes.
    @inline(__always)
    package var isEscaped: Bool { self.range.count != self.unescapedCount }

    /// Whether the token, without escapes, is `name`.
    package func isEqual(to name: [UInt8], in window: RawSpan) -> Bool {
        guard name.count == self.unescapedCount else { return false }
        if !self.isEscaped { return window.extracting(self.range).isEqual(to: name.view) }
        return self.bytes(in: window) == name
    }

    /// The bytes without escapes.
    package func bytes(in window: RawSpan) -> [UInt8] {
        var writer = ByteWriter(capacity: self.unescapedCount)
        self.append(from: window, to: &writer)
        return writer.finish()
    }

    /// Appends the bytes without escapes.
    @inline(__always)
    package func append(from window: RawSpan, to writer: inout ByteWriter) {
        let text = window.extracting(self.range)
        if self.isEscaped { Self.append(unescaped: text, to: &writer) } else { writer.append(text) }
    }

    /// Writes the bytes without escapes.
    @inline(__always)
    func append(from window: RawSpan, to sink: inout ByteSink) {
        let text = window.extracting(self.range)
        if self.isEscaped { Self.append(unescaped: text, to: &sink) } else { sink.append(text) }
    }

    @inline(never)
    private static func append(unescaped text: RawSpan, to sink: inout ByteSink) {
        var offset = 0
        while offset < text.byteCount {
            if text.byte(at: offset) == UInt8(ascii: "\\"), offset + 1 < text.byteCount { offset += 1 }
            sink.append(text.byte(at: offset))
            offset += 1
        }
    }

    @inline(never)
    private static func append(unescaped text: RawSpan, to writer: inout ByteWriter) {
        var offset = 0
        while offset < text.byteCount {
            if text.byte(at: offset) == UInt8(ascii: "\\"), offset + 1 < text.byteCount { offset += 1 }
            writer.append(text.byte(at: offset))
            offset += 1
        }
    }
}
