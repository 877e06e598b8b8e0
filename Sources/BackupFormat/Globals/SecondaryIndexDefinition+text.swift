package import AerospikeProtocol

extension SecondaryIndexDefinition {
    /// Appends the line: `* i`, or `* e` for an index on an expression.
    package func write(to writer: inout ByteWriter) {
    }
}
