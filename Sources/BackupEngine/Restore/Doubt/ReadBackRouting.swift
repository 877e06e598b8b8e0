import AerospikeClient
import AerospikeProtocol

/// Which node is asked what became of a row: the one that has just answered for it, or another that answers. A pure
/// value, for all rows of a batch, so that no node is waited for in vain twice.
struct ReadBackRouting: Hashable, Sendable {
    private var routing: BatchRouting
    /// Nodes that did not answer a question.
    private var failed: Set<Node> = []

    /// Creates a routing.
    ///
    /// - Parameters:
    ///   - routing: Where the rows were sent.
    ///   - unreachable: The nodes whose connections failed for some of them.
    init(_ routing: BatchRouting, unreachable: Set<Node>) {
        self.routing = routing
        self.routing.avoided.formUnion(unreachable)
    }

    /// The node to ask about a row of a partition.
    ///
    /// - Returns: `nil` if nobody is left, or no node owns the partition.
    func node(for partition: PartitionID, in map: PartitionMap?, nodes: [Node]) -> Node? {
        guard let node = self.routing.node(for: partition, in: map, nodes: nodes), !self.failed.contains(node) else {
            return nil
        }
        return node
    }

    /// Takes note of a node that does not answer.
    mutating func failed(_ node: Node) {
        self.failed.insert(node)
        self.routing.avoided.insert(node)
    }
}
