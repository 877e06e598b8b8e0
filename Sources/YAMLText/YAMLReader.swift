import CYAML

/// Reads YAML documents with libyaml.
///
/// Refused: aliases (a few bytes could stand for gigabytes), more than one document, keys that are not scalars or stand
/// twice, more than 64 levels, more than 8 million values, more than 4 directives, and other texts than UTF-8. All that is left takes
/// libyaml a time in proportion to the text.
public struct YAMLReader: ~Copyable {
    private static let maximumDepth = 64
    /// The most values and keys of a document; each takes some 80 bytes.
    private static let maximumCount = 8 << 20

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// What Unicode allows in front of a text.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private init(_ bytes: ArraySlice<UInt8>) {
        self.parser = .allocate(capacity: 1)
        self.input = .allocate(capacity: max(1, bytes.count))
        _ = self.input.update(fromContentsOf: bytes)
        if yaml_parser_initialize(self.parser) == 0 { fatalError("no memory for a YAML parser") }
        // Else it would guess, and UTF-16 would hide directives.
        yaml_parser_set_encoding(self.parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(self.parser, self.input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(self.parser)
        self.parser.deallocate()
        self.input.deallocate()
    }

    /// Reads the only document of a text.
    ///
    /// - Returns: Its root; `nil` if the text is empty but for comments.
    /// - Throws: `YAMLError`.
    public static func document(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
        let text = bytes.starts(with: Self.byteOrderMark) ? bytes.dropFirst(Self.byteOrderMark.count) : bytes[...]
        try YAMLDirectives.check(text)
        var reader = YAMLReader(text)
        var event = try reader.next(after: YAML_STREAM_START_EVENT)
        guard event.kind == YAML_DOCUMENT_START_EVENT else { return nil }
        event = try reader.next()
        let root = try reader.node(event, depth: 0)
        event = try reader.next(after: YAML_DOCUMENT_END_EVENT)
        guard event.kind == YAML_STREAM_END_EVENT else {
            throw YAMLError(line: event.line, column: event.column, "a second document")
        }
        return root
    }

    /// What is kept of an event.
    private struct Event {
        var kind: yaml_event_type_t
        var line: Int
        var column: Int
        var text = ""
        var isPlain = false
    }

    /// Passes over one event of a kind and returns the one behind it.
    private mutating func next(after kind: yaml_event_type_t) throws(YAMLError) -> Event {
        let event = try self.next()
        guard event.kind == kind else {
            throw YAMLError(line: event.line, column: event.column, "not a YAML document")
        }
        return try self.next()
    }

    private mutating func next() throws(YAMLError) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(self.parser, &raw) != 0 else {
            let mark = self.parser.pointee.problem_mark
            let problem = self.parser.pointee.problem.map { String(cString: $0) } ?? "not a YAML document"
            throw YAMLError(line: mark.line + 1, column: mark.column + 1, problem)
        }
        defer { yaml_event_delete(&raw) }
        var event = Event(kind: raw.type, line: raw.start_mark.line + 1, column: raw.start_mark.column + 1)
        if raw.type == YAML_SCALAR_EVENT {
            let scalar = raw.data.scalar
            event.text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        }
        return event
    }

    private mutating func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        guard depth < Self.maximumDepth else {
            throw YAMLError(line: event.line, column: event.column, "more than \(Self.maximumDepth) levels")
        }
        self.count += 1
        guard self.count <= Self.maximumCount else {
            throw YAMLError(line: event.line, column: event.column, "more than \(Self.maximumCount) values")
        }
        switch event.kind {
        case YAML_SCALAR_EVENT:
            return YAMLNode(.scalar(event.text, isPlain: event.isPlain), line: event.line, column: event.column)
        case YAML_SEQUENCE_START_EVENT:
            var nodes: [YAMLNode] = []
            while true {
                let next = try self.next()
                if next.kind == YAML_SEQUENCE_END_EVENT { break }
                nodes.append(try self.node(next, depth: depth + 1))
            }
            return YAMLNode(.sequence(nodes), line: event.line, column: event.column)
        case YAML_MAPPING_START_EVENT:
            return YAMLNode(.mapping(try self.entries(depth: depth)), line: event.line, column: event.column)
        case YAML_ALIAS_EVENT:
            throw YAMLError(line: event.line, column: event.column, "an alias; write the value itself")
        default:
            throw YAMLError(line: event.line, column: event.column, "not a value")
        }
    }

    private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var names: Set<String> = []
        while true {
            let event = try self.next()
            if event.kind == YAML_MAPPING_END_EVENT { return entries }
            guard event.kind == YAML_SCALAR_EVENT else {
                throw YAMLError(line: event.line, column: event.column, "a key that is not a text")
            }
            let key = try self.node(event, depth: depth + 1)
            guard names.insert(event.text).inserted else {
                throw YAMLError(line: event.line, column: event.column, "the key \"\(event.text)\" stands here again")
            }
            entries.append(YAMLEntry(key: key, value: try self.node(try self.next(), depth: depth + 1)))
        }
    }
}
