/// A first address of a cluster.
public struct Seed: Hashable, Sendable, CustomStringConvertible {
    /// The host's name or address; an IPv6 address without brackets.
    public var host: String
    /// The name the server's certificate must have.
    public var tlsName: String?
    /// The port.
    public var port: Int

    /// Creates a seed.
    public init(host: String, tlsName: String? = nil, port: Int = 3000) {
        self.host = host
        self.tlsName = tlsName
        self.port = port
    }

    /// Host and port as they are written: an IPv6 address in brackets.
    public var description: String { NodeAddress(host: self.host, port: self.port).description }
}
