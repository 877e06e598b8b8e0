extension PeersList {
    /// More nodes than a cluster can have (256), and more addresses than a node lists: what goes beyond is not believed,
    /// so that no list makes the client open connections without end.
    private static let maximumEntries = 1024

    /// Reads a value such as `3,3000,[[BB9,,[127.0.0.1:3010,[::1]]]]`.
    ///
    /// - Throws: `AerospikeError` with code `badReply`.
    static func parse(_ text: String) throws(AerospikeError) -> PeersList {
        var cursor = Cursor(text)
        let generation = UInt32(cursor.word())
        try cursor.expect(",")
        let portText = cursor.word()
        let port = portText.isEmpty ? 3000 : Int(portText)
        try cursor.expect(",")
        guard let generation, let port, (1...65_535).contains(port) else { throw cursor.error }
        let peers = try cursor.list { cursor throws(AerospikeError) in try Self.peer(&cursor, defaultPort: port) }
        guard cursor.isAtEnd else { throw cursor.error }
        return PeersList(generation: generation, peers: peers)
    }

    private static func peer(_ cursor: inout Cursor, defaultPort: Int) throws(AerospikeError) -> Peer {
        try cursor.expect("[")
        let id = cursor.word()
        try cursor.expect(",")
        let tlsName = cursor.word()
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
            host = cursor.text { $0 != "]" }
            try cursor.expect("]")
        } else {
            host = cursor.text { $0 != ":" && $0 != "," && $0 != "]" }
        }
        guard !host.isEmpty else { throw cursor.error }
        guard cursor.take(":") else { return NodeAddress(host: host, port: defaultPort) }
        guard let port = Int(cursor.word()), (1...65_535).contains(port) else { throw cursor.error }
        return NodeAddress(host: host, port: port)
    }

    /// Reads a value of `service-clear-std` and its like: addresses separated by commas.
    static func addresses(_ text: String) throws(AerospikeError) -> [NodeAddress] {
        guard !text.isEmpty else { return [] }
        var cursor = Cursor("[\(text)]")
        return try cursor.list { cursor throws(AerospikeError) in try Self.address(&cursor, defaultPort: 3000) }
    }

    /// A place in the text.
    private struct Cursor {
        private let whole: String
        private var rest: Substring

        init(_ text: String) {
            self.whole = text
            self.rest = text[...]
        }

        var isAtEnd: Bool { self.rest.isEmpty }

        var error: AerospikeError {
            let offset = self.whole.utf8.count - self.rest.utf8.count
            let text = self.whole.utf8.count > 200 ? "\(self.whole.prefix(200))…" : self.whole
            return AerospikeError(.badReply, "list of addresses cannot be read at byte \(offset): '\(text)'")
        }

        mutating func text(while condition: (Character) -> Bool) -> String {
            let text = self.rest.prefix(while: condition)
            self.rest = self.rest[text.endIndex...]
            return String(text)
        }

        /// The text up to a separator.
        mutating func word() -> String { self.text { $0 != "," && $0 != "[" && $0 != "]" } }

        mutating func take(_ character: Character) -> Bool {
            guard self.rest.first == character else { return false }
            self.rest.removeFirst()
            return true
        }

        mutating func expect(_ character: Character) throws(AerospikeError) {
            guard self.take(character) else { throw self.error }
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
