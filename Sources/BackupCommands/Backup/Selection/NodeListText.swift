import AerospikeClient
import CommandLineInterface
import Glibc

/// The value of `--node-list`: `address:port` or `address:tls-name:port`, separated by commas or semicolons; an IPv6
/// address stands in brackets (`Spec/semantics.md` §A3).
enum NodeListText {
    /// Reads the nodes.
    ///
    /// - Throws: `OptionError` with the original's words.
    static func nodes(_ text: String) throws(OptionError) -> [Seed] {
        guard !text.isEmpty else { throw OptionError(.value, "Empty node list") }
        var nodes: [Seed] = []
        for item in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == ";" }) {
            nodes.append(try Self.node(item, of: text))
        }
        return nodes
    }

    /// The nodes to connect to first: those listed, then those of `--host` if it was given.
    ///
    /// - Throws: `OptionError` with the original's words.
    static func seeds(_ options: ParsedOptions, otherwise seeds: [Seed]) throws(OptionError) -> [Seed] {
        guard let text = options.last("node-list") else { return seeds }
        let listed = try Self.nodes(text)
        return listed + (options.has("host") ? seeds.filter { !listed.contains($0) } : [])
    }

    private static func node(_ item: Substring, of list: String) throws(OptionError) -> Seed {
        var address = item.prefix { $0 != ":" }
        var rest = item.dropFirst(address.count)
        let isBracketed = item.first == "["
        if isBracketed {
            address = item.dropFirst().prefix { $0 != "]" }
            rest = item.dropFirst(address.count + 2)
        }
        guard rest.first == ":" else { throw Self.error(list, "missing \":\"") }
        guard let host = Self.numeric(String(address), isIPv6: isBracketed) else {
            throw Self.error(list, "invalid IP address \(address)")
        }
        let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let last = parts.last, let port = ParsedOptions.integer(String(last)),
            (1...65535).contains(port)
        else {
            throw Self.error(list, "invalid port value \(rest.dropFirst())")
        }
        return Seed(host: host, tlsName: parts.count == 2 ? String(parts[0]) : nil, port: port)
    }

    /// The address as systems write it; `nil` if it is none.
    private static func numeric(_ text: String, isIPv6: Bool) -> String? {
        var address = in6_addr()
        let family = isIPv6 ? AF_INET6 : AF_INET
        guard inet_pton(family, text, &address) == 1 else { return nil }
        var characters = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, &address, &characters, socklen_t(characters.count)) != nil else { return nil }
        return String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func error(_ list: String, _ problem: String) -> OptionError {
        OptionError(.value, "Invalid node list \(list) (\(problem))")
    }
}
