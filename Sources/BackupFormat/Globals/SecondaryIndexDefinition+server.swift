import AerospikeProtocol

extension SecondaryIndexDefinition {
    /// Reads one entry of the server's `sindex-list:ns=NAMESPACE;b64=true` (`Spec/wire-protocol.md` §3.5).
    ///
    /// - Parameters:
    ///   - entry: `key=value` pairs separated by colons, in any order.
    ///   - namespace: The namespace to be written, whatever the entry says.
    /// - Throws: `FormatError` with `.unsupportedIndex` for a kind or type that the text cannot carry, such as a set
    ///   index, and for an entry without a name or bin.
    package init(sindexListEntry entry: String, namespace: String) throws(FormatError) {
        var values: [String: String] = [:]
        for pair in InfoValue.pairs(entry, separator: ":") where values[pair.key] == nil {
            values[pair.key] = pair.value
        }
        guard let name = values["indexname"], !name.isEmpty else {
            throw FormatError(.unsupportedIndex, "Secondary index without a name: \"\(entry)\"")
        }
        let expression = Self.present(values["exp"])
        let kindText = values["indextype"] ?? "default"
        let typeText = values["type"] ?? ""
        guard let kind = Self.kind(kindText), let dataType = Self.dataType(typeText) else {
            throw Self.unsupported(name, "of index type \"\(kindText)\" and data type \"\(typeText)\"")
        }
        let indexed = values["bin"] ?? values["path"]
        guard let bin = expression == nil ? indexed : Self.present(indexed) ?? "null" else {
            throw Self.unsupported(name, "without a bin")
        }
        guard values["num_bins"] ?? "1" == "1" else { throw Self.unsupported(name, "of several bins") }
        self.init(
            namespace: namespace,
            set: Self.present(values["set"]) ?? "",
            name: name,
            kind: kind,
            bin: bin,
            dataType: dataType,
            context: Self.present(values["context"]) ?? "",
            expression: expression
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

    /// A value, or `nil` if it is empty or says `null` in any case, which servers write in both cases.
    private static func present(_ value: String?) -> String? {
        guard let value, !value.isEmpty, value.lowercased() != "null" else { return nil }
        return value
    }

    private static func kind(_ text: String) -> Kind? {
        switch text.lowercased() {
        case "default", "none": .value
        case "list": .list
        case "mapkeys": .mapKeys
        case "mapvalues": .mapValues
        default: nil
        }
    }

    private static func dataType(_ text: String) -> DataType? {
        switch text.lowercased() {
        case "numeric", "int signed", "integer": .numeric
        case "string", "text": .string
        case "geo2dsphere", "geojson": .geo
        case "blob": .blob
        default: nil
        }
    }
}
