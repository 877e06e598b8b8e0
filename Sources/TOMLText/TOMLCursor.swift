/// A place in a TOML document and what stands there. Knows bytes, blanks and ends of lines, nothing of values.
struct TOMLCursor {
    /// A place, to be named in errors and nodes.
    struct Mark: Hashable {
        var line = 1
        var column = 1
    }

    private let bytes: [UInt8]
    private var offset = 0
    /// The place.
    private(set) var mark = Mark()

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no text.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { self.offset = 3 }
    }

    /// The byte here; `nil` at the end.
    var byte: UInt8? { self.peek(0) }

    /// The byte so many bytes ahead; `nil` behind the end.
    func peek(_ distance: Int) -> UInt8? {
        self.offset + distance < self.bytes.count ? self.bytes[self.offset + distance] : nil
    }

    /// Whether a text stands here.
    func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            self.bytes.count - self.offset >= text.count && text.indices.allSatisfy { self.peek($0) == text[$0] }
        }
    }

    /// Goes one byte on; nothing happens at the end.
    mutating func advance() {
        guard let byte else { return }
        self.offset += 1
        if byte == UInt8(ascii: "\n") {
            self.mark = Mark(line: self.mark.line + 1, column: 1)
        } else if byte & 0xC0 != 0x80 {
            // The further bytes of a character do not count.
            self.mark.column += 1
        }
    }

    /// Goes so many bytes on.
    mutating func advance(by count: Int) { for _ in 0..<count { self.advance() } }

    /// Passes over a byte if it stands here.
    mutating func take(_ wanted: UInt8) -> Bool {
        guard self.byte == wanted else { return false }
        self.advance()
        return true
    }

    /// Passes over an end of a line, LF or CR LF, if one stands here.
    mutating func takeNewline() -> Bool {
        if self.isAt("\r\n") { self.advance() }
        return self.take(UInt8(ascii: "\n"))
    }

    /// Passes over spaces and tabs.
    mutating func skipBlanks() {
        while self.byte == UInt8(ascii: " ") || self.byte == UInt8(ascii: "\t") { self.advance() }
    }

    /// Passes over blanks and a comment, up to the end of the line.
    ///
    /// - Throws: `TOMLError` for a control character in the comment.
    mutating func skipBlanksAndComment() throws(TOMLError) {
        self.skipBlanks()
        guard self.byte == UInt8(ascii: "#") else { return }
        while let byte, byte != UInt8(ascii: "\n"), !self.isAt("\r\n") {
            try self.refuseControl(byte)
            self.advance()
        }
    }

    /// Passes over blanks, comments and ends of lines.
    ///
    /// - Throws: `TOMLError` for a control character in a comment.
    mutating func skipLines() throws(TOMLError) {
        repeat { try self.skipBlanksAndComment() } while self.takeNewline()
    }

    /// Refuses bytes that no text of a document may hold as they are.
    ///
    /// - Throws: `TOMLError` for a control character other than a tab.
    func refuseControl(_ byte: UInt8) throws(TOMLError) {
        guard byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") else {
            throw self.error("a control character (byte \(byte)); write it as an escape between double quotes")
        }
    }

    /// An error at this place.
    func error(_ message: String) -> TOMLError { self.error(at: self.mark, message) }

    /// An error at a place.
    func error(at mark: Mark, _ message: String) -> TOMLError {
        TOMLError(line: mark.line, column: mark.column, message)
    }

    /// What stands here, in the words of an error message.
    var found: String {
        guard let byte else { return "the end of the file" }
        if byte == UInt8(ascii: "\n") || self.isAt("\r\n") { return "the end of the line" }
        let next = String(decoding: self.bytes[self.offset..<min(self.offset + 4, self.bytes.count)], as: UTF8.self)
        return "'\(next.unicodeScalars.first.map(String.init) ?? "")'"
    }
}
