extension PeersList {
    /// More nodes than a cluster can have (256), and more addresses than a node lists: what goes beyond is not believed,
    /// so that no list makes the client open connections without end.
    private static let maximumEntries = 1024
    /// The most bytes of a word, as the name of a host can have, so that what a list leaves in memory and in messages is small.
    private static let longestWord = 255

    /// Reads a value such as `3,3000,[[BB9,,[127.0.0.1:3010,[::1]]]]`.
    ///
    /// - Throws: `AerospikeError` with code `badReply`.
    static func parse(_ text: String) throws(AerospikeError) -> PeersList {
        var cursor = Cursor(text)
        let generation = UInt32(try cursor.word())
        try cursor.expect(",")
        let portText = try cursor.word()
        let port = portText.isEmpty ? 3000 : Int(portText)
        try cursor.expect(",")
        guard let generation, let port, (1...65_535).contains(port) else { throw cursor.error }
        let peers = try cursor.list { cursor throws(AerospikeError) in try Self.peer(&cursor, defaultPort: port) }
        guard cursor.isAtEnd else { throw cursor.error }
        return PeersList(generation: generation, peers: peers)
    }

    private static func peer(_ cursor: inout Cursor, defaultPort: Int) throws(AerospikeError) -> Peer {
        try cursor.expect("[")
        let id = try cursor.word()
        try cursor.expect(",")
        let tlsName = try cursor.word()
        try cursor.expect(",")
        let addresses = try cursor.list { cursor throws(AerospikeError) in
            var address = try Self.address(&cursor, defaultPort: defaultPort)
            address.tlsName = tlsName.isEmpty ? nil : tlsName
            return address
        }
        try cursor.expect("]")
        guard !id.isEmpty, id.utf8.count <= 16 else { throw cursor.error }
        return Peer(id: id, addresses: Array(addresses.prefix(Self.mostAddresses)))
    }

    private static func address(_ cursor: inout Cursor, defaultPort: Int) throws(AerospikeError) -> NodeAddress {
        var host = ""
        if cursor.take("[") {
            host = try cursor.text { $0 != UInt8(ascii: "]") }
            try cursor.expect("]")
        } else {
            host = try cursor.text {
                $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "]")
            }
        }
        guard !host.isEmpty else { throw cursor.error }
        guard cursor.take(":") else { return NodeAddress(host: host, port: defaultPort) }
        guard let port = Int(try cursor.word()), (1...65_535).contains(port) else { throw cursor.error }
        return NodeAddress(host: host, port: port)
    }

    /// Reads a value of `service-clear-std` and its like: addresses separated by commas.
    static func addresses(_ text: String) throws(AerospikeError) -> [NodeAddress] {
        guard !text.isEmpty else { return [] }
        var cursor = Cursor("[\(text)]")
        return try cursor.list { cursor throws(AerospikeError) in try Self.address(&cursor, defaultPort: 3000) }
    }

    /// A place in the text, which is read by bytes: those that separate are ASCII.
    private struct Cursor {
        private let whole: String
        private var rest: Substring.UTF8View

        init(_ text: String) {
            self.whole = text
            self.rest = text[...].utf8
        }

        var isAtEnd: Bool { self.rest.isEmpty }

        var error: AerospikeError {
            let offset = self.whole.utf8.count - self.rest.count
            let start = self.whole.utf8.prefix(200)
            let text = self.whole.utf8.count > 200 ? "\(String(decoding: start, as: UTF8.self))…" : self.whole
            return AerospikeError(.badReply, "list of addresses cannot be read at byte \(offset): '\(text)'")
        }

        /// - Throws: `AerospikeError` if the text is longer than a name can be.
        mutating func text(while condition: (UInt8) -> Bool) throws(AerospikeError) -> String {
            let text = self.rest.prefix(PeersList.longestWord + 1).prefix(while: condition)
            guard text.count <= PeersList.longestWord else { throw self.error }
            self.rest = self.rest[text.endIndex...]
            return String(Substring(text))
        }

        /// The text up to a separator.
        mutating func word() throws(AerospikeError) -> String {
            try self.text { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
        }

        mutating func take(_ separator: Unicode.Scalar) -> Bool {
            guard self.rest.first == UInt8(ascii: separator) else { return false }
            self.rest.removeFirst()
            return true
        }

        mutating func expect(_ separator: Unicode.Scalar) throws(AerospikeError) {
            guard self.take(separator) else { throw self.error }
        }

        /// Reads entries between brackets, separated by commas.
        mutating func list<Entry>(
            _ entry: (inout Cursor) throws(AerospikeError) -> Entry
        ) throws(AerospikeError) -> [Entry] {
            try self.expect("[")
            if self.take("]") { return [] }
            var entries: [Entry] = []
            repeat {
                guard entries.count < PeersList.maximumEntries else { throw self.error }
                entries.append(try entry(&self))
            } while self.take(",")
            try self.expect("]")
            return entries
        }
    }
}
