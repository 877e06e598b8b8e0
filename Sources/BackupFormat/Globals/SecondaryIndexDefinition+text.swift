package import AerospikeProtocol

extension SecondaryIndexDefinition {
    /// Appends the line: `* i`, or `* e` for an index on an expression (`Spec/asb-format.md` §4.1).
    package func write(to writer: inout ByteWriter) {
        writer.append(self.expression == nil ? "* i " : "* e ")
        for name in [self.namespace, self.set, self.name] {
            writer.append(escaped: name)
            writer.append(" ")
        }
        writer.append(self.kind.rawValue)
        writer.append(" 1 ")
        writer.append(escaped: self.expression != nil && self.bin.isEmpty ? "null" : self.bin)
        writer.append(" ")
        writer.append(self.dataType.rawValue)
        for text in [self.context, self.expression ?? ""] where !text.isEmpty {
            writer.append(" ")
            writer.append(escaped: text)
        }
        writer.append("\n")
    }
}
