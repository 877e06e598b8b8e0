package import AerospikeProtocol

/// A name in a window of a backup file: where it stands, and whether it has escapes (`Spec/asb-format.md` §2).
package struct TextToken: Hashable, Sendable {
    /// The bytes in the window, escapes included.
    package var range: Range<Int>
    /// The number of bytes without escapes.
    package var unescapedCount: Int

    /// Creates a token.
    package init(range: Range<Int>, unescapedCount: Int) {
        self.range = range
        self.unescapedCount = unescapedCount
    }

    /// An empty token.
    package static let empty = TextToken(range: 0..<0, unescapedCount: 0)

    /// Whether the token has escapes.
    package var isEscaped: Bool { self.range.count != self.unescapedCount }

    /// Whether the token, without escapes, is `name`.
    package func isEqual(to name: [UInt8], in window: RawSpan) -> Bool { false }

    /// The bytes without escapes.
    package func bytes(in window: RawSpan) -> [UInt8] { [] }

    /// Appends the bytes without escapes.
    package func append(from window: RawSpan, to writer: inout ByteWriter) {}
}
