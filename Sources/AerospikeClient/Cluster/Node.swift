/// A node of a cluster at one moment.
public struct Node: Hashable, Sendable, CustomStringConvertible {
    /// The node's id: upper-case hexadecimal digits (`Spec/wire-protocol.md` §3.1).
    public let id: String
    /// Where the node is reached.
    let endpoint: NodeAddress
    /// The server's version as it gives it, such as `8.1.0.3`.
    public let build: String

    init(id: String, endpoint: NodeAddress, build: String) {
        self.id = id
        self.endpoint = endpoint
        self.build = build
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
