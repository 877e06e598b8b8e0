import AerospikeProtocol

/// A set of nodes that have agreed to be a cluster, and which of them is responsible for what.
struct Formation: Sendable {
    /// The key that all its nodes share: upper-case hexadecimal without leading zeros.
    let key: String
    /// The nodes' numbers, ascending.
    let members: [Int]
    /// The same as a set.
    let nodes: NodeSet
    /// The number of copies of each partition: the replication factor, or the number of nodes if that is smaller.
    let copies: Int
    private let orders: [[Int]]

    /// Creates a formation.
    init(key: String, candidates: [NodeRank.Candidate], replicationFactor: Int) {
        let copies = min(replicationFactor, candidates.count)
        self.key = key
        self.members = candidates.map(\.number).sorted()
        self.nodes = NodeSet(self.members)
        self.copies = copies
        self.orders = PartitionID.all.map { NodeRank.order(of: $0, among: candidates, copies: copies) }
    }

    /// All nodes in the order in which they are responsible for a partition.
    func order(of partition: PartitionID) -> [Int] { self.orders[partition.index] }

    /// The nodes that are to have a partition in the end, the master first.
    func owners(of partition: PartitionID) -> ArraySlice<Int> { self.orders[partition.index].prefix(self.copies) }
}
