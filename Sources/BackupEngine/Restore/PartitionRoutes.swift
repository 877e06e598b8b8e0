package import AerospikeClient
package import AerospikeProtocol

/// Which node gets the records of which partition: a table made from the cluster's map now and then, so that the
/// path of records needs no lock and no lookup by name.
package struct PartitionRoutes: Sendable {
    /// The nodes; slots are indices of this array.
    package let nodes: [Node]
    /// For each partition the slot of its master, or -1 if it has none at the moment.
    private let slots: [Int16]

    /// Makes a table of the map as it is now.
    package init(map: PartitionMap?) {
        var nodes: [Node] = []
        var slotOfNode: [Node: Int16] = [:]
        self.slots = PartitionID.all.map { partition in
            guard let node = map?.node(for: partition, replica: 0) else { return -1 }
            if let slot = slotOfNode[node] { return slot }
            let slot = Int16(truncatingIfNeeded: nodes.count)
            nodes.append(node)
            slotOfNode[node] = slot
            return slot
        }
        self.nodes = nodes
    }

    /// A table for reading only: every record goes to slot 0, which is no node.
    package static let none = PartitionRoutes(map: nil)

    /// The slot of a partition's master. Partitions without one go to slot 0: its batch finds the owner when it is sent.
    @inline(__always)
    package func slot(of partition: PartitionID) -> Int { max(0, Int(self.slots[partition.index])) }

    /// The number of slots, at least 1.
    package var count: Int { max(1, self.nodes.count) }

    /// The node of a slot; `nil` if no partition has a node.
    package func node(at slot: Int) -> Node? { slot < self.nodes.count ? self.nodes[slot] : nil }
}
