package import AerospikeProtocol

/// Turns records of a backup's text into rows of a batch or single writes, straight from the window's bytes.
///
/// One write operation per bin; fields are namespace, set (only if there is one), digest (single writes) and user key
/// (`Spec/wire-protocol.md` §9, §10).
package struct RowEncoder: Sendable {
    /// The namespace field, size and type included.
    private let namespaceField: [UInt8]
    /// The flags of each write.
    private let policy: WritePolicyBits

    /// Creates an encoder.
    ///
    /// - Parameters:
    ///   - namespace: The namespace to write to.
    ///   - policy: The flags of each write.
    package init(namespace: String, policy: WritePolicyBits) {
        self.namespaceField = Array(namespace.utf8)
        self.policy = policy
    }

    /// Appends a row of a batch.
    ///
    /// - Parameters:
    ///   - record: The record's layout.
    ///   - window: The window it was parsed from.
    ///   - index: The number that the reply echoes.
    ///   - timeToLive: Seconds, or `VoidTime.neverTimeToLive`.
    ///   - writer: Gets the row; left as it was if an error is thrown.
    /// - Throws: `FormatError` if a value does not fit into a message.
    package mutating func appendBatchRow(
        _ record: RecordLayout,
        window: RawSpan,
        index: UInt32,
        timeToLive: UInt32,
        to writer: inout ByteWriter
    ) throws(FormatError) {
        throw FormatError(.tooLong, "unfinished")
    }

    /// Appends a whole message that writes the record, protocol header included.
    ///
    /// - Parameters:
    ///   - record: The record's layout.
    ///   - window: The window it was parsed from.
    ///   - timeToLive: Seconds, or `VoidTime.neverTimeToLive`.
    ///   - timeout: The server's time limit in milliseconds; 0 for its default.
    ///   - writer: Gets the message; left as it was if an error is thrown.
    /// - Throws: `FormatError` if a value does not fit into a message.
    package mutating func appendSingleWrite(
        _ record: RecordLayout,
        window: RawSpan,
        timeToLive: UInt32,
        timeout: UInt32,
        to writer: inout ByteWriter
    ) throws(FormatError) {
        throw FormatError(.tooLong, "unfinished")
    }
}
