public import YAMLText

/// Reads TOML 1.0 documents into the tree that YAML documents have too, with line and column of each key and value.
///
/// Texts are scalars that are not plain; integers (written in decimal), floats and booleans are plain ones; tables are mappings
/// and arrays sequences. Dates and times are refused, for nothing here takes one, and so are more than 64 levels.
public struct TOMLReader {
    static let maximumDepth = 64

    var cursor: TOMLCursor
    private var tables = TOMLTables()

    private init(_ bytes: [UInt8]) { self.cursor = TOMLCursor(bytes) }

    /// Reads a document.
    ///
    /// - Returns: Its root, a mapping.
    /// - Throws: `TOMLError`.
    public static func document(_ bytes: [UInt8]) throws(TOMLError) -> YAMLNode {
        try Self.checkUTF8(bytes)
        var reader = TOMLReader(bytes)
        try reader.readLines()
        return reader.tables.root
    }

    private static func checkUTF8(_ bytes: [UInt8]) throws(TOMLError) {
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw TOMLError(line: bad + 1, column: 1, "the line is not UTF-8 text")
    }

    private mutating func readLines() throws(TOMLError) {
        while true {
            try self.cursor.skipLines()
            guard let byte = self.cursor.byte else { return }
            if byte == UInt8(ascii: "[") {
                try self.readHeader()
            } else {
                let entry = try self.readEntry(depth: self.tables.depth)
                try self.tables.set(entry.path, to: entry.value)
            }
            try self.cursor.skipBlanksAndComment()
            guard self.cursor.byte == nil || self.cursor.takeNewline() else {
                throw self.cursor.error("\(self.cursor.found) behind the value; expected the end of the line")
            }
        }
    }

    /// Reads `[a.b]` or `[[a.b]]`.
    private mutating func readHeader() throws(TOMLError) {
        let isArray = self.cursor.isAt("[[")
        self.cursor.advance(by: isArray ? 2 : 1)
        let path = try self.readPath(depth: 0)
        let end: StaticString = isArray ? "]]" : "]"
        guard self.cursor.isAt(end) else {
            throw self.cursor.error("\(self.cursor.found) in the head of a section; expected \(end)")
        }
        self.cursor.advance(by: isArray ? 2 : 1)
        if isArray { try self.tables.openElement(path) } else { try self.tables.open(path) }
    }

    /// Reads `a.b = value`.
    mutating func readEntry(depth: Int) throws(TOMLError) -> (path: [YAMLNode], value: YAMLNode) {
        let path = try self.readPath(depth: depth)
        guard self.cursor.take(UInt8(ascii: "=")) else {
            throw self.cursor.error(
                "\(self.cursor.found) behind the key \"\(path[path.count - 1].text ?? "")\"; expected ="
            )
        }
        self.cursor.skipBlanks()
        return (path, try self.readValue(depth: depth + path.count))
    }

    /// Reads keys with dots between them, and the blanks around.
    private mutating func readPath(depth: Int) throws(TOMLError) -> [YAMLNode] {
        var path: [YAMLNode] = []
        repeat {
            self.cursor.skipBlanks()
            path.append(try self.readKey())
            self.cursor.skipBlanks()
            guard depth + path.count < Self.maximumDepth else {
                throw self.cursor.error("more than \(Self.maximumDepth) levels")
            }
        } while self.cursor.take(UInt8(ascii: "."))
        return path
    }

    private mutating func readKey() throws(TOMLError) -> YAMLNode {
        let mark = self.cursor.mark
        var name: [UInt8] = []
        switch self.cursor.byte {
        case UInt8(ascii: "\"") where !self.cursor.isAt("\"\"\""): name = try self.readText(.basic)
        case UInt8(ascii: "'") where !self.cursor.isAt("'''"): name = try self.readText(.literal)
        default:
            while let byte = self.cursor.byte, Self.isBareKey(byte) {
                name.append(byte)
                self.cursor.advance()
            }
            guard !name.isEmpty else { throw self.cursor.error("\(self.cursor.found); expected a key") }
        }
        return Self.node(.scalar(String(decoding: name, as: UTF8.self), isPlain: false), at: mark)
    }

    private static func isBareKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    static func node(_ content: YAMLNode.Content, at mark: TOMLCursor.Mark) -> YAMLNode {
        YAMLNode(content, line: mark.line, column: mark.column)
    }
}
