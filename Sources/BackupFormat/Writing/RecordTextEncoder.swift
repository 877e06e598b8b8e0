package import AerospikeProtocol

/// Turns the records of a scan's reply into blocks of text without building them (`Spec/asb-format.md` §5).
package struct RecordTextEncoder: Sendable {
    /// The `+ n` line with its line feed.
    private let namespaceLine: [UInt8]
    /// Whether values of bytes are written raw instead of as base64.
    private let isCompact: Bool

    /// Creates an encoder.
    ///
    /// - Parameters:
    ///   - namespace: The namespace as it shall stand in the file, not escaped.
    ///   - compact: Whether values of bytes are written raw instead of as base64 (`-C`).
    package init(namespace: String, compact: Bool) {
        self.namespaceLine = Array(namespace.utf8)
        self.isCompact = compact
    }

    /// Walks one message at the reader's place and appends its text if it is a record.
    ///
    /// - Returns: What the message was.
    /// - Throws: `FormatError`; after `.unsupportedParticle` nothing was appended and the reader stands behind the
    ///   message, so that the caller can count it and go on. After `.badMessage` the body cannot be read further.
    @_lifetime(reader: copy reader)
    package mutating func appendNext(
        from reader: inout ByteReader,
        to writer: inout ByteWriter
    ) throws(FormatError) -> ScanItem {
        throw FormatError(.badMessage, "unfinished")
    }
}
