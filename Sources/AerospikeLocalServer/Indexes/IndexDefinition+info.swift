import AerospikeProtocol

extension IndexDefinition {
    private static let types = ["numeric", "string", "blob", "geo2dsphere"]
    private static let kinds = ["default", "list", "mapkeys", "mapvalues"]
    private static let maximumNameSize = 63

    /// Reads the parameters of `sindex-create`.
    ///
    /// - Throws: What the server says of parameters that are missing, contradict each other or cannot be.
    init(_ command: InfoCommand) throws(InfoError) {
        guard let namespace = command.namespace else {
            throw InfoError(.namespaceNotFound, "missing 'namespace'")
        }
        guard let name = command["indexname"], !name.isEmpty else { throw Self.bad("missing 'indexname'") }
        guard name.utf8.count <= Self.maximumNameSize else { throw Self.bad("'indexname' value too long") }
        if command["set"]?.isEmpty == true { throw Self.bad("missing 'set' value") }
        let kind = command["indextype"]?.lowercased() ?? "default"
        guard Self.kinds.contains(kind) else {
            throw Self.bad("bad 'indextype' - must be one of \(Self.listed(Self.kinds))")
        }
        let (bin, type) = try Self.binAndType(command)
        guard Self.types.contains(type) else {
            throw Self.bad("bad 'type' - must be one of \(Self.listed(Self.types))")
        }
        if type == "geo2dsphere", kind == "mapkeys" {
            let types = Self.listed(Array(Self.types.dropLast()))
            throw Self.bad("bad 'indexdata' bin type for 'indextype' 'mapkeys' - must be one of \(types)")
        }
        self.namespace = namespace
        self.name = name
        self.subject = Subject(
            set: command["set"],
            bin: bin,
            type: type,
            kind: kind,
            context: try Self.context(command),
            expression: try Self.expression(command)
        )
    }

    private static func bad(_ message: String) -> InfoError { InfoError(.parameter, message) }

    private static func listed(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }

    /// The bin and the type, which come together in `indexdata` or apart in `bin` and `type`.
    private static func binAndType(_ command: InfoCommand) throws(InfoError) -> (bin: String?, type: String) {
        if let data = command["indexdata"] {
            guard command["type"] == nil else { throw Self.bad("both 'indexdata' and 'type' are specified") }
            guard let comma = data.lastIndex(of: ",") else { throw Self.bad("'indexdata' missing bin type") }
            let bin = String(data[..<comma])
            try Self.checkBin(bin)
            return (bin, data[data.index(after: comma)...].lowercased())
        }
        guard let type = command["type"] else { throw Self.bad("both 'indexdata' and 'type' are missing") }
        guard let bin = command["bin"] else {
            guard command["exp"] != nil else { throw Self.bad("both 'bin' and 'exp' are missing") }
            return (nil, type.lowercased())
        }
        guard command["exp"] == nil else { throw Self.bad("both 'bin' and 'exp' are specified") }
        try Self.checkBin(bin)
        return (bin, type.lowercased())
    }

    private static func checkBin(_ bin: String) throws(InfoError) {
        guard !bin.isEmpty else { throw Self.bad("missing 'bin' value") }
        guard bin.utf8.count <= BinName.maximumSize else { throw Self.bad("'bin' value too long") }
    }

    private static func context(_ command: InfoCommand) throws(InfoError) -> String? {
        guard let context = command["context"] else { return nil }
        guard Base64.decode(context) != nil else { throw Self.bad("'context' invalid base64") }
        guard IndexContext.text(ofBase64: context) != nil else { throw Self.bad("'context' invalid cdt context") }
        return context
    }

    private static func expression(_ command: InfoCommand) throws(InfoError) -> String? {
        guard let expression = command["exp"] else { return nil }
        guard let bytes = Base64.decode(expression), PackedValue(bytes[...]) != nil else {
            throw Self.bad("bad 'exp'")
        }
        return expression
    }
}
