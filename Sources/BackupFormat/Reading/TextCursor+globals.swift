import AerospikeProtocol

extension TextCursor {
    /// The most bytes of what stands behind an index's data type. Servers take contexts of up to 2047 characters, more than
    /// the original reads, and expressions, which only newer tools write, have no such limit.
    private static let restOfIndexLimit = 1 << 20
    /// The largest module: sizes have 32 bits.
    private static let moduleLimit = 4_294_967_295

    /// Reads a block that starts with `*` (`Spec/asb-format.md` §4).
    @_lifetime(self: copy self)
    mutating func readGlobal() throws(ParseStop) -> BlockResult {
        try self.expect("*")
        try self.expect(" ")
        let letter = try self.read()
        switch letter {
        case UInt8(ascii: "i"):
            let definition = try self.readIndex(hasExpression: false)
            return .index(definition, next: self.offset)
        case UInt8(ascii: "e"):
            let definition = try self.readIndex(hasExpression: true)
            return .index(definition, next: self.offset)
        case UInt8(ascii: "u"):
            let module = try self.readModule()
            return .module(module, next: self.offset)
        default:
            throw self.invalidLetter(letter, "global type")
        }
    }

    private func invalidLetter(_ letter: UInt8, _ what: String) -> ParseStop {
        self.failure(.badText, at: self.offset - 1) { place in
            "Invalid \(what) character \(Self.describe(letter)) in block (\(place))"
        }
    }

    /// Reads a name and the blank behind it.
    @_lifetime(self: copy self)
    private mutating func readName() throws(ParseStop) -> String {
        try self.expect(" ")
        return try self.text(of: try self.readToken(endsAtBlank: true))
    }

    private func text(of token: TextToken) throws(ParseStop) -> String {
        guard let text = String(validating: token.bytes(in: self.window), as: UTF8.self) else {
            throw self.failure(.badText, at: token.range.lowerBound) { place in
                "Invalid token in backup block (\(place)), expected UTF-8"
            }
        }
        return text
    }

    @_lifetime(self: copy self)
    private mutating func readIndex(hasExpression: Bool) throws(ParseStop) -> SecondaryIndexDefinition {
        let namespace = try self.readName()
        let set = try self.readName()
        let name = try self.readName()
        try self.expect(" ")
        let kindLetter = try self.read()
        guard let kind = SecondaryIndexDefinition.Kind(rawValue: kindLetter) else {
            throw self.invalidLetter(kindLetter, "index type")
        }
        try self.expect(" ")
        let paths = try self.readSize(endingAt: " ")
        guard paths == 1 else {
            throw self.failure(.badText, at: self.offset) { place in
                "Invalid number of paths \(paths) in index block (\(place)), expected 1"
            }
        }
        let bin = try self.readName()
        try self.expect(" ")
        let typeLetter = try self.read()
        guard let dataType = SecondaryIndexDefinition.DataType(rawValue: typeLetter) else {
            throw self.invalidLetter(typeLetter, "path type")
        }
        let rest = try self.readRestOfIndex()
        let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
        return SecondaryIndexDefinition(
            namespace: namespace,
            set: set,
            name: name,
            kind: kind,
            bin: bin,
            dataType: dataType,
            context: hasExpression ? (parts.count > 1 ? parts[0] : "") : rest,
            expression: hasExpression ? parts.last ?? "" : nil
        )
    }

    /// Reads what stands behind the data type, up to and with the line feed: nothing, a context, an expression.
    @_lifetime(self: copy self)
    private mutating func readRestOfIndex() throws(ParseStop) -> String {
        if try self.peek() == 0x0A {
            self.offset += 1
            return ""
        }
        try self.expect(" ")
        let rest = try self.text(of: try self.readToken(endsAtBlank: false, limit: Self.restOfIndexLimit))
        try self.expect("\n")
        return rest
    }

    @_lifetime(self: copy self)
    private mutating func readModule() throws(ParseStop) -> FunctionModule {
        try self.expect(" ")
        let type = try self.read()
        guard type == UInt8(ascii: "L") else { throw self.invalidLetter(type, "UDF type") }
        let name = try self.readName()
        try self.expect(" ")
        let size = try self.readSize(endingAt: " ")
        guard size <= Self.moduleLimit else {
            throw self.failure(.overflow, at: self.offset) { _ in "UDF file \(name) is too large (\(size) bytes)" }
        }
        self.offset += 1
        let content = try self.readRaw(size)
        try self.expect("\n")
        return FunctionModule(name: name, content: [UInt8](copying: self.window.extracting(content)))
    }
}
