/// Who a node is and where it is reached.
struct NodeIdentity: Hashable, Sendable {
    /// The node's id: upper-case hexadecimal without leading zeros (`Spec/wire-protocol.md` §3.1).
    var id: String
    /// The address it tells to clients.
    var host: String
    /// The port it tells to clients.
    var port: Int

    /// Creates an identity.
    init(id: String, host: String, port: Int) {
        self.id = id
        self.host = host
        self.port = port
    }

    /// Host and port as clients read them, IPv6 in brackets.
    var address: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
}
