/// Where a server listens.
struct NodeAddress: Hashable, Sendable, CustomStringConvertible {
    /// The host's name or address; an IPv6 address without brackets.
    var host: String
    /// The port.
    var port: Int
    /// The name the server's certificate must have; `nil` without TLS.
    var tlsName: String?

    init(host: String, port: Int, tlsName: String? = nil) {
        self.host = host
        self.port = port
        self.tlsName = tlsName
    }

    init(_ seed: Seed) {
        self.init(host: seed.host, port: seed.port, tlsName: seed.tlsName)
    }

    /// Whether the host is this machine, so that asking for advertised addresses makes no sense.
    var isLoopback: Bool {
        self.host == "localhost" || self.host == "::1" || self.host.hasPrefix("127.")
    }

    var description: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
}
