import AerospikeProtocol

/// What a node answers to the regular look at it (`Spec/wire-protocol.md` §13).
struct NodeReport: Hashable, Sendable {
    /// The commands of the regular look.
    static let commands = ["node", "peers-generation", "partition-generation"]

    /// The node's id.
    var id: String
    /// The generation of its list of peers.
    var peersGeneration: UInt32
    /// The generation of its partition map; −1 before the first balance.
    var partitionGeneration: Int

    init(id: String, peersGeneration: UInt32, partitionGeneration: Int) {
        self.id = id
        self.peersGeneration = peersGeneration
        self.partitionGeneration = partitionGeneration
    }

    init(_ reply: InfoReply) throws(AerospikeError) {
        guard let id = reply["node"], InfoFailure(value: id) == nil,
            let peers = reply["peers-generation"].flatMap({ UInt32($0) }),
            let partitions = reply["partition-generation"].flatMap({ Int($0) })
        else {
            throw AerospikeError(.badReply, "the answer to the regular look at the node cannot be read")
        }
        self.init(id: id, peersGeneration: peers, partitionGeneration: partitions)
    }
}
