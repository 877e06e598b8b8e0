import AerospikeProtocol

extension SecondaryIndexDefinition {
    /// Reads one entry of the server's `sindex-list:ns=NAMESPACE;b64=true` (`Spec/wire-protocol.md` §3.5).
    ///
    /// - Parameters:
    ///   - entry: `key=value` pairs separated by colons, in any order.
    ///   - namespace: The namespace to be written, whatever the entry says.
    /// - Throws: `FormatError` with `.unsupportedIndex` for a kind or type that the text cannot carry, such as a set
    ///   index, and for an entry without a name.
    package init(sindexListEntry entry: String, namespace: String) throws(FormatError) {
        throw FormatError(.unsupportedIndex, "unfinished")
    }

    /// Reads all entries of the server's list; empty ones are passed over.
    ///
    /// - Returns: The definitions, and an error for each entry that the text cannot carry.
    package static func all(
        inList list: String,
        namespace: String
    ) -> (definitions: [SecondaryIndexDefinition], unsupported: [FormatError]) {
        ([], [])
    }
}
