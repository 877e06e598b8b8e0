/// The other nodes of the cluster as one node lists them (`Spec/wire-protocol.md` §3.2).
struct PeersList: Hashable, Sendable {
    /// One other node.
    struct Peer: Hashable, Sendable {
        /// The node's id.
        var id: String
        /// Where the node can be reached, to be tried in order.
        var addresses: [NodeAddress]
    }

    /// The addresses of a node that are tried, the first ones of its list; so many fit into the time for a look.
    static let mostAddresses = 16

    /// The generation of the list.
    var generation: UInt32
    /// The nodes in the order of the list.
    var peers: [Peer]
}
