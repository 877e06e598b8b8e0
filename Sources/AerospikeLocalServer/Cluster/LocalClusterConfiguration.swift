/// What a cluster in one process is to be.
public struct LocalClusterConfiguration: Sendable {
    /// The number of nodes, 1 to 32.
    public var nodes: Int
    /// The number of copies of each record.
    public var replicationFactor: Int
    /// The rack of each node, as an enterprise edition tells it; empty for none.
    public var racks: [Int]
    /// What each node is: the first has this port and this node id, the others the following ones, or free ports if it is 0.
    public var node: LocalServerConfiguration
    /// Changes what one node is, by its number from 1.
    public var adjust: @Sendable (Int, inout LocalServerConfiguration) -> Void

    /// The most nodes.
    private static let maximumNodes = 32

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - nodes: The number of nodes, 1 to 32.
    ///   - replicationFactor: The number of copies of each record.
    ///   - racks: The rack of each node; empty for none.
    ///   - node: What each node is.
    ///   - adjust: Changes what one node is, by its number from 1. Names of namespaces have to be the same on all.
    public init(
        nodes: Int = 3,
        replicationFactor: Int = 2,
        racks: [Int] = [],
        node: LocalServerConfiguration = LocalServerConfiguration(),
        adjust: @escaping @Sendable (Int, inout LocalServerConfiguration) -> Void = { _, _ in }
    ) {
        self.nodes = nodes
        self.replicationFactor = replicationFactor
        self.racks = racks
        self.node = node
        self.adjust = adjust
    }

    /// What the node with a number is.
    func node(_ number: Int) -> LocalServerConfiguration {
        var node = self.node
        node.nodeID = Self.id(of: number, after: self.node.nodeID)
        if node.port > 0 { node.port += number - 1 }
        self.adjust(number, &node)
        return node
    }

    /// The first node's id, and for the others the same with another number in its fourth and fifth digits, or at its end.
    private static func id(of number: Int, after first: String) -> String {
        guard number > 1 else { return first }
        let digits = String(number + 1, radix: 16, uppercase: true)
        let isUsual = first.hasPrefix("BB902")
        return isUsual ? "BB9" + (digits.count < 2 ? "0" : "") + digits + first.dropFirst(5) : first + digits
    }

    /// Checks that a cluster can be what this says.
    ///
    /// - Throws: `LocalServerError` that names the wrong value.
    func validate() throws(LocalServerError) {
        guard (1...Self.maximumNodes).contains(self.nodes) else {
            throw LocalServerError(.badConfiguration, "\(self.nodes) nodes, expected 1 to \(Self.maximumNodes)")
        }
        guard self.replicationFactor >= 1 else {
            throw LocalServerError(
                .badConfiguration,
                "replication factor \(self.replicationFactor), expected 1 or more"
            )
        }
        guard self.racks.isEmpty || self.racks.count == self.nodes else {
            throw LocalServerError(.badConfiguration, "\(self.racks.count) racks for \(self.nodes) nodes")
        }
        for number in 1...self.nodes { try self.node(number).validate() }
    }
}
