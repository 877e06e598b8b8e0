extension Seed {
    /// Reads seeds `host[:tls-name][:port]` separated by commas; an IPv6 address stands in brackets.
    ///
    /// A part behind the host is a port if it is the last one and a number (`Spec/wire-protocol.md` §5).
    ///
    /// - Parameters:
    ///   - text: The list, such as `10.0.0.1:3000,[::1]:cluster-a:4333`.
    ///   - defaultPort: The port of seeds that name none.
    /// - Throws: `AerospikeError` with code `badSeed` that names the seed and what is wrong.
    public static func parse(_ text: String, defaultPort: Int) throws(AerospikeError) -> [Seed] {
        var seeds: [Seed] = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            seeds.append(try Self.parse(entry: entry.trimmingBlanks(), defaultPort: defaultPort))
        }
        return seeds
    }

    private static func parse(entry: Substring, defaultPort: Int) throws(AerospikeError) -> Seed {
        let (host, rest) = try Self.splitHost(entry)
        guard !host.isEmpty else { throw Self.error(entry, "has no host") }
        var seed = Seed(host: String(host), port: defaultPort)
        guard !rest.isEmpty else { return seed }
        guard rest.first == ":" else { throw Self.error(entry, "has something else than ':' behind the host") }
        let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, !parts.contains(where: \.isEmpty) else {
            throw Self.error(entry, "is not host[:tls-name][:port] (an IPv6 address must stand in brackets)")
        }
        if parts.count == 2 {
            seed.tlsName = String(parts[0])
            seed.port = try Self.port(parts[1], of: entry)
        } else if Int(parts[0]) != nil {
            seed.port = try Self.port(parts[0], of: entry)
        } else {
            seed.tlsName = String(parts[0])
        }
        return seed
    }

    /// Splits a host, in brackets or not, from what follows.
    private static func splitHost(_ entry: Substring) throws(AerospikeError) -> (host: Substring, rest: Substring) {
        guard entry.first == "[" else {
            let end = entry.firstIndex(of: ":") ?? entry.endIndex
            return (entry[..<end], entry[end...])
        }
        guard let end = entry.firstIndex(of: "]") else { throw Self.error(entry, "has no closing bracket") }
        return (entry[entry.index(after: entry.startIndex)..<end], entry[entry.index(after: end)...])
    }

    private static func port(_ text: Substring, of entry: Substring) throws(AerospikeError) -> Int {
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw Self.error(entry, "has a port that is not between 1 and 65535")
        }
        return port
    }

    private static func error(_ entry: Substring, _ problem: String) -> AerospikeError {
        AerospikeError(.badSeed, "seed '\(entry)' \(problem)")
    }
}

extension Substring {
    /// The text without blanks at either end.
    func trimmingBlanks() -> Substring {
        var text = self.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
