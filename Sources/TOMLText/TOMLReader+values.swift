import YAMLText

extension TOMLReader {
    /// Reads one value.
    mutating func readValue(depth: Int) throws(TOMLError) -> YAMLNode {
        let mark = self.cursor.mark
        guard depth < Self.maximumDepth else { throw self.cursor.error("more than \(Self.maximumDepth) levels") }
        switch self.cursor.byte {
        case UInt8(ascii: "\""):
            let text = try self.readText(self.cursor.isAt("\"\"\"") ? .basicLines : .basic)
            return Self.node(.scalar(String(decoding: text, as: UTF8.self), isPlain: false), at: mark)
        case UInt8(ascii: "'"):
            let text = try self.readText(self.cursor.isAt("'''") ? .literalLines : .literal)
            return Self.node(.scalar(String(decoding: text, as: UTF8.self), isPlain: false), at: mark)
        case UInt8(ascii: "["): return Self.node(.sequence(try self.readArray(depth: depth)), at: mark)
        case UInt8(ascii: "{"): return Self.node(.mapping(try self.readInlineTable(depth: depth)), at: mark)
        default: return try self.readWord()
        }
    }

    private mutating func readArray(depth: Int) throws(TOMLError) -> [YAMLNode] {
        var nodes: [YAMLNode] = []
        self.cursor.advance()
        while true {
            try self.cursor.skipLines()
            if self.cursor.take(UInt8(ascii: "]")) { return nodes }
            nodes.append(try self.readValue(depth: depth + 1))
            try self.cursor.skipLines()
            guard self.cursor.take(UInt8(ascii: ",")) || self.cursor.byte == UInt8(ascii: "]") else {
                throw self.cursor.error("\(self.cursor.found) in an array; expected , or ]")
            }
        }
    }

    private mutating func readInlineTable(depth: Int) throws(TOMLError) -> [YAMLEntry] {
        var tables = TOMLTables()
        self.cursor.advance()
        self.cursor.skipBlanks()
        if self.cursor.take(UInt8(ascii: "}")) { return [] }
        while true {
            self.cursor.skipBlanks()
            let entry = try self.readEntry(depth: depth + 1)
            try tables.set(entry.path, to: entry.value)
            self.cursor.skipBlanks()
            if self.cursor.take(UInt8(ascii: "}")) { return tables.root.entries ?? [] }
            guard self.cursor.take(UInt8(ascii: ",")) else {
                throw self.cursor.error("\(self.cursor.found) in a table in braces; expected , or }")
            }
        }
    }

    /// Reads a boolean or a number.
    private mutating func readWord() throws(TOMLError) -> YAMLNode {
        let mark = self.cursor.mark
        var bytes: [UInt8] = []
        while let byte = self.cursor.byte, Self.isWord(byte) {
            bytes.append(byte)
            self.cursor.advance()
        }
        guard !bytes.isEmpty else { throw self.cursor.error("\(self.cursor.found); expected a value") }
        let word = String(decoding: bytes, as: UTF8.self)
        // Messages do not repeat the word, which may be a password without its quotes.
        switch TOMLNumber(word) {
        case .value(let text): return Self.node(.scalar(text, isPlain: true), at: mark)
        case .tooLarge: throw self.cursor.error(at: mark, "a number of more than 64 bits")
        case .date:
            throw self.cursor.error(
                at: mark,
                "a date or time without quotes, which no key takes; write it as a text in quotes"
            )
        case .other:
            throw self.cursor.error(
                at: mark,
                "neither a number nor true or false; a text stands between quotes"
            )
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":"): true
        default: false
        }
    }
}
