import AerospikeProtocol

extension IndexDefinition {
    /// Reads a value of `sindex-list`. Empty entries, and those without a name, are passed over, and so are those whose
    /// parts cannot be told apart.
    public static func list(_ value: String) -> [IndexDefinition] {
        InfoEntries(value, separator: ";").compactMap { Self(entry: $0) }
    }

    /// Reads one entry; its fields may stand in any order.
    private init?(entry: Substring) {
        guard let fields = SecondaryIndexEntry(entry), let name = fields.name, let namespace = fields.namespace else {
            return nil
        }
        let bin = fields.bin ?? ""
        self.init(
            namespace: namespace,
            set: fields.set,
            name: name,
            bin: !fields.expression.isEmpty && bin.lowercased() == "null" ? "" : bin,
            type: fields.type,
            kind: fields.kind,
            context: fields.context,
            expression: fields.expression
        )
        self.state = fields.state
    }
}
