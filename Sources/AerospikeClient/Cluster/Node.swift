/// A node of a cluster at one moment.
public struct Node: Hashable, Sendable, CustomStringConvertible {
    /// The node's id: upper-case hexadecimal digits (`Spec/wire-protocol.md` §3.1).
    public let id: String
    /// Where the node is reached.
    let endpoint: NodeAddress
    /// The server's version as it gives it, such as `8.1.0.3`.
    public let build: String
    /// Numeric address and port of the first connection; an IPv6 address in brackets.
    public let numericAddress: String

    /// - Parameter resolvedHost: The numeric address the host's name stands for; `nil` if it is not known.
    init(id: String, endpoint: NodeAddress, build: String, resolvedHost: String? = nil) {
        self.id = id
        self.endpoint = endpoint
        self.build = build
        self.numericAddress = NodeAddress(host: resolvedHost ?? endpoint.host, port: endpoint.port).description
    }

    /// Creates a node for tests of code that uses this library.
    package init(id: String, host: String, port: Int, build: String) {
        self.init(id: id, endpoint: NodeAddress(host: host, port: port), build: build)
    }

    /// Host and port as connected; an IPv6 address in brackets.
    public var address: String { self.endpoint.description }

    /// Id and address.
    public var description: String { "\(self.id) \(self.address)" }
}
