extension ClusterState {
    /// What is known of one node.
    struct Member: Sendable {
        var node: Node
        /// The numeric address of the host that answered last: a name may lead to another one than at first. `nil` before.
        var host: String?
        /// Consecutive looks without an answer.
        var failures = 0
        /// Whether this look was answered.
        var hasAnswered = false
        /// Whether something was not answered in this look.
        var isFailing = false
        /// Whether something was not answered in the look before.
        var wasFailing = false
        /// The generation of the peers that all could be reached; `nil` before.
        var peersGeneration: UInt32?
        /// The generation of the peers the node told last.
        var announcedPeersGeneration: UInt32?
        /// The generation of the list of peers that was read last; `nil` before.
        var listGeneration: UInt32?
        /// The peers the node listed last.
        var peers: [PeersList.Peer] = []
        /// The generation of the partition map that was read last; `nil` before, and to force reading.
        var partitionGeneration: Int?
        /// The generation of the partition map the node told last.
        var announcedPartitionGeneration: Int?
        /// Whether its partition map was ever read.
        var hasMap = false

        /// A look begins.
        mutating func beginLook() {
            self.hasAnswered = false
            self.wasFailing = self.isFailing
            self.isFailing = false
        }

        /// Numeric address and port at which the node was reached last; an IPv6 address in brackets.
        var numericAddress: String {
            self.host.map { NodeAddress(host: $0, port: self.node.endpoint.port).description }
                ?? self.node.numericAddress
        }

        /// Whether the node itself answers at an address.
        func isHeard(at address: String) -> Bool { self.hasAnswered && self.numericAddress == address }

        /// Whether an address is that where the node is reached: as a name, or as what the name stood for.
        func isReached(at address: NodeAddress) -> Bool {
            address == self.node.endpoint || address.description == self.numericAddress
        }
    }
}
