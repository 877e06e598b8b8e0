import AerospikeProtocol

extension SecondaryIndexDefinition {
    /// Reads one entry of the server's `sindex-list:ns=NAMESPACE;b64=true` (`Spec/wire-protocol.md` §3.5).
    ///
    /// - Parameters:
    ///   - entry: `key=value` pairs separated by colons, in any order.
    ///   - namespace: The namespace to be written, whatever the entry says.
    /// - Throws: `FormatError` with `.unsupportedIndex` for a kind or type that the text cannot carry, such as a set
    ///   index, and for an entry without a name or bin, or whose parts cannot be told apart.
    package init(sindexListEntry entry: String, namespace: String) throws(FormatError) {
        guard let fields = SecondaryIndexEntry(entry) else {
            throw FormatError(.unsupportedIndex, "Secondary index whose parts cannot be told apart: \"\(entry)\"")
        }
        guard let name = fields.name, !name.isEmpty else {
            throw FormatError(.unsupportedIndex, "Secondary index without a name: \"\(entry)\"")
        }
        guard let kind = Self.kind(fields.kind), let dataType = Self.dataType(fields.type) else {
            throw Self.unsupported(name, "of index type \"\(fields.kind)\" and data type \"\(fields.type)\"")
        }
        let hasExpression = !fields.expression.isEmpty
        guard let bin = fields.bin ?? (hasExpression ? "" : nil) else { throw Self.unsupported(name, "without a bin") }
        guard fields.binCount ?? "1" == "1" else { throw Self.unsupported(name, "of several bins") }
        self.init(
            namespace: namespace,
            set: fields.set,
            name: name,
            kind: kind,
            bin: hasExpression && (bin.isEmpty || bin.lowercased() == "null") ? "null" : bin,
            dataType: dataType,
            context: fields.context,
            expression: hasExpression ? fields.expression : nil
        )
    }

    /// Reads all entries of the server's list; empty ones are passed over.
    ///
    /// - Returns: The definitions, and an error for each entry that the text cannot carry.
    package static func all(
        inList list: String,
        namespace: String
    ) -> (definitions: [SecondaryIndexDefinition], unsupported: [FormatError]) {
        var definitions: [SecondaryIndexDefinition] = []
        var unsupported: [FormatError] = []
        for entry in InfoEntries(list, separator: ";") {
            do throws(FormatError) {
                definitions.append(try SecondaryIndexDefinition(sindexListEntry: String(entry), namespace: namespace))
            } catch { unsupported.append(error) }
        }
        return (definitions, unsupported)
    }

    private static func unsupported(_ name: String, _ what: String) -> FormatError {
        FormatError(.unsupportedIndex, "Secondary index \"\(name)\" \(what): the backup format has no form for it")
    }

    private static func kind(_ text: String) -> Kind? {
        switch text {
        case "default": .value
        case "list": .list
        case "mapkeys": .mapKeys
        case "mapvalues": .mapValues
        default: nil
        }
    }

    private static func dataType(_ text: String) -> DataType? {
        switch text {
        case "numeric": .numeric
        case "string": .string
        case "geo2dsphere": .geo
        case "blob": .blob
        default: nil
        }
    }
}
