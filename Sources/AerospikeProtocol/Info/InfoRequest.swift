/// A request of the text protocol: names, each ended by a line feed (`Spec/wire-protocol.md` §2).
public struct InfoRequest: Hashable, Sendable {
    /// The commands in order, without line feeds.
    public var commands: [String]

    /// Creates a request.
    public init(_ commands: [String]) { self.commands = commands }

    /// Reads the commands of a body. A last line without line feed is dropped, as the server does.
    public init(body: RawSpan) {
        self.commands = []
        var start = 0
        for offset in body.byteOffsets where body.byte(at: offset) == 0x0A {
            self.commands.append(String(decoding: body.extracting(start..<offset)))
            start = offset + 1
        }
    }

    /// The whole request with its protocol header, ready to be sent.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.append(UInt64(0))
        for command in self.commands {
            writer.append(utf8: command)
            writer.append(UInt8(ascii: "\n"))
        }
        let header = ProtocolHeader(kind: .info, bodySize: writer.count - ProtocolHeader.size)
        writer.overwrite(header.word, at: 0)
        return writer.finish()
    }
}
