/// A parser of small JSON texts. Nesting is limited, so that no text can exhaust the stack.
struct JSONParser {
    private static let deepestNesting = 64

    private let text: ArraySlice<UInt8>
    private var position: Int
    private var depth = 0

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        self.position = text.startIndex
    }

    /// Parses the whole text, which must be one array or object.
    mutating func document() -> JSONValue? {
        guard let value = self.value() else { return nil }
        self.skipSpace()
        guard self.position == self.text.endIndex else { return nil }
        switch value {
        case .array, .object: return value
        default: return nil
        }
    }

    private var next: UInt8? { self.position < self.text.endIndex ? self.text[self.position] : nil }

    private mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { self.position += 1 }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        self.skipSpace()
        guard self.next == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func value() -> JSONValue? {
        self.skipSpace()
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= Self.deepestNesting else { return nil }
        switch self.next {
        case UInt8(ascii: "{"): return self.object()
        case UInt8(ascii: "["): return self.array()
        case UInt8(ascii: "\""): return self.string().map { .string($0) }
        case UInt8(ascii: "t"): return self.word("true", .boolean(true))
        case UInt8(ascii: "f"): return self.word("false", .boolean(false))
        case UInt8(ascii: "n"): return self.word("null", .null)
        default: return self.number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) -> JSONValue? {
        guard self.text[self.position...].starts(with: word.utf8) else { return nil }
        self.position += word.utf8.count
        return value
    }

    private mutating func number() -> JSONValue? {
        let start = self.position
        if self.next == UInt8(ascii: "-") { self.position += 1 }
        let hasLeadingZero = self.next == UInt8(ascii: "0")
        let wholeDigits = self.skipDigits()
        guard wholeDigits > 0, !hasLeadingZero || wholeDigits == 1 else { return nil }
        if self.next == UInt8(ascii: ".") {
            self.position += 1
            guard self.skipDigits() > 0 else { return nil }
        }
        if self.next == UInt8(ascii: "e") || self.next == UInt8(ascii: "E") {
            self.position += 1
            if self.next == UInt8(ascii: "+") || self.next == UInt8(ascii: "-") { self.position += 1 }
            guard self.skipDigits() > 0 else { return nil }
        }
        return Double(String(decoding: self.text[start..<self.position], as: UTF8.self)).map { .number($0) }
    }

    private mutating func skipDigits() -> Int {
        let start = self.position
        while let byte = self.next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.position += 1 }
        return self.position - start
    }

    private mutating func array() -> JSONValue? {
        guard self.accept("[") else { return nil }
        var values: [JSONValue] = []
        if self.accept("]") { return .array(values) }
        repeat {
            guard let value = self.value() else { return nil }
            values.append(value)
        } while self.accept(",")
        return self.accept("]") ? .array(values) : nil
    }

    private mutating func object() -> JSONValue? {
        guard self.accept("{") else { return nil }
        var members: [String: JSONValue] = [:]
        if self.accept("}") { return .object(members) }
        repeat {
            self.skipSpace()
            guard let name = self.string(), self.accept(":"), let value = self.value() else { return nil }
            members[name] = value
        } while self.accept(",")
        return self.accept("}") ? .object(members) : nil
    }
}

extension JSONParser {
    /// Parses a string; of escapes only their form is checked, since no name that matters has any.
    private mutating func string() -> String? {
        guard self.next == UInt8(ascii: "\"") else { return nil }
        self.position += 1
        let start = self.position
        while let byte = self.next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { return nil }
            self.position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard self.position < self.text.endIndex else { return nil }
        let end = self.position
        self.position += 1
        return String(validating: self.text[start..<end], as: UTF8.self)
    }
}
