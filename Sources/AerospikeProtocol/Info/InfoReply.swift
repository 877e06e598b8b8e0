/// A reply of the text protocol: each command, a tab, its value and a line feed (`Spec/wire-protocol.md` §2).
public struct InfoReply: Hashable, Sendable {
    /// One line of a reply.
    public struct Line: Hashable, Sendable {
        /// The command as it was sent.
        public var command: String
        /// The value; `nil` if the line has no tab.
        public var value: String?

        /// Creates a line.
        public init(command: String, value: String?) {
            self.command = command
            self.value = value
        }
    }

    /// The lines in order.
    public var lines: [Line]

    /// Creates a reply.
    public init(_ lines: [Line]) { self.lines = lines }

    /// The lines that a reply may have beyond one for each command: some values hold line feeds, such as what a compiler says.
    public static let spareLines = 16

    /// Reads the lines of a body, however many; a last line without line feed counts.
    public init(body: RawSpan) { self.lines = Self.lines(of: body, most: .max) ?? [] }

    /// Reads the reply of a server that is not trusted: each line takes 32 times the byte that it can be.
    ///
    /// - Parameters:
    ///   - body: The lines; a last one without line feed counts.
    ///   - commands: The number of commands that were sent.
    /// - Throws: `ProtocolError` with code `badInfo` if there are more lines than that and `spareLines`.
    public init(body: RawSpan, answering commands: Int) throws(ProtocolError) {
        guard let lines = Self.lines(of: body, most: commands + Self.spareLines) else {
            throw ProtocolError(
                .badInfo,
                "more than \(commands + Self.spareLines) lines in the answer to \(commands) command(s), one for each is right"
            )
        }
        self.lines = lines
    }

    /// - Returns: `nil` if there are more than `most`.
    private static func lines(of body: RawSpan, most: Int) -> [Line]? {
        var lines: [Line] = []
        var start = 0
        for offset in body.byteOffsets where body.byte(at: offset) == 0x0A {
            guard lines.count < most else { return nil }
            lines.append(Self.line(body.extracting(start..<offset)))
            start = offset + 1
        }
        guard start < body.byteCount else { return lines }
        guard lines.count < most else { return nil }
        return lines + [Self.line(body.extracting(start..<body.byteCount))]
    }

    private static func line(_ bytes: RawSpan) -> Line {
        for offset in bytes.byteOffsets where bytes.byte(at: offset) == 0x09 {
            return Line(
                command: String(decoding: bytes.extracting(0..<offset)),
                value: String(decoding: bytes.extracting((offset + 1)..<bytes.byteCount))
            )
        }
        return Line(command: String(decoding: bytes), value: nil)
    }

    /// The value of a command; `nil` if the reply does not have it.
    public subscript(_ command: String) -> String? {
        self.lines.first { $0.command == command }?.value
    }

    /// The whole reply with its protocol header, ready to be sent.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 1024)
        writer.append(UInt64(0))
        for line in self.lines {
            writer.append(utf8: line.command)
            if let value = line.value {
                writer.append(UInt8(ascii: "\t"))
                writer.append(utf8: value)
            }
            writer.append(UInt8(ascii: "\n"))
        }
        let header = ProtocolHeader(kind: .info, bodySize: writer.count - ProtocolHeader.size)
        writer.overwrite(header.word, at: 0)
        return writer.finish()
    }
}
