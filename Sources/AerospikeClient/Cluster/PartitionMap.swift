public import AerospikeProtocol

/// Which nodes hold which partitions of a namespace, at one moment.
public struct PartitionMap: Sendable {
    /// The namespace's name.
    public let namespace: String
    private let table: PartitionTable
    private let nodes: [String: Node]

    init(namespace: String, table: PartitionTable, nodes: [String: Node]) {
        self.namespace = namespace
        self.table = table
        self.nodes = nodes
    }

    /// Creates a map for tests of code that uses this library: a list of nodes for each partition, the master first.
    package init(namespace: String, owners: [[Node]]) {
        var table = PartitionTable()
        var nodes: [String: Node] = [:]
        for (number, owners) in owners.enumerated() {
            for (replica, node) in owners.enumerated() {
                nodes[node.id] = node
                table.setOwner(node.id, ofPartition: number, replica: replica)
            }
        }
        self.init(namespace: namespace, table: table, nodes: nodes)
    }

    /// The number of copies of each partition that the nodes report: 1 to 3.
    public var replicationFactor: Int { self.table.replicationFactor }

    /// Whether the namespace is strongly consistent, so that only masters may answer.
    public var isStronglyConsistent: Bool { self.table.isStronglyConsistent }

    /// The active node that holds a copy.
    ///
    /// - Parameters:
    ///   - partition: The partition.
    ///   - replica: 0 for the master's copy, 1 for the first replica and so on, modulo the replication factor.
    /// - Returns: `nil` if no active node claims that copy.
    public func node(for partition: PartitionID, replica: Int = 0) -> Node? {
        self.table.owner(of: partition, replica: replica).flatMap { self.nodes[$0] }
    }

    /// The first active node that holds a copy, from copy `replica` on, all copies once round.
    ///
    /// - Returns: The node, and the copy it holds; `nil` if no active node has any.
    public func firstNode(for partition: PartitionID, from replica: Int) -> (node: Node, replica: Int)? {
        let factor = self.replicationFactor
        for candidate in replica..<(replica + factor) {
            if let node = self.node(for: partition, replica: candidate) { return (node, candidate) }
        }
        return nil
    }

    /// The partitions whose master's copy is on `node`, in order.
    public func partitions(masteredBy node: Node) -> [PartitionID] {
        PartitionID.all.filter { self.table.owner(of: $0, replica: 0) == node.id }
    }
}
