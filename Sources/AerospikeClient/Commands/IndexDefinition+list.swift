import AerospikeProtocol

extension IndexDefinition {
    /// Reads a value of `sindex-list`. Empty entries, and those without a name, are passed over.
    public static func list(_ value: String) -> [IndexDefinition] {
        InfoEntries(value, separator: ";").compactMap { Self(entry: $0) }
    }

    /// Reads one entry; its fields may stand in any order.
    private init?(entry: Substring) {
        var fields: [String: String] = [:]
        for (key, value) in InfoValue.pairs(entry, separator: ":") where fields[key] == nil { fields[key] = value }
        guard let name = fields["indexname"], let namespace = fields["ns"] ?? fields["namespace"] else { return nil }
        self.init(
            namespace: namespace,
            set: Self.present(fields["set"]),
            name: name,
            bin: fields["bin"] ?? "",
            type: fields["type"] ?? "",
            kind: fields["indextype"].map { $0.lowercased() == "none" ? "default" : $0.lowercased() } ?? "default",
            context: Self.present(fields["context"]),
            expression: Self.present(fields["exp"])
        )
        if !self.expression.isEmpty { self.bin = Self.present(self.bin) }
        self.state = fields["state"] ?? ""
    }

    /// The text, or nothing where the server says `null` in either case.
    private static func present(_ text: String?) -> String {
        guard let text, text.lowercased() != "null" else { return "" }
        return text
    }
}
