import AerospikeProtocol

extension PartitionTracker {
    /// Lets the first round ask each partition's copy on the best node. Later rounds ask the other copies as always.
    ///
    /// Nothing changes for strongly consistent namespaces, of which only masters may answer.
    ///
    /// - Parameters:
    ///   - ranks: The rank of each preferred node by its id, the lowest the best. Nodes without a rank are not preferred.
    ///   - map: Who holds which copy.
    public mutating func prefer(_ ranks: [String: Int], in map: PartitionMap) {
        guard !ranks.isEmpty, !map.isStronglyConsistent else { return }
        for place in self.entries.indices where self.entries[place].phase == .wanted {
            let partition = PartitionID(truncating: UInt16(truncatingIfNeeded: self.firstPartition &+ place))
            let copies = (0..<map.replicationFactor).compactMap { replica in
                map.node(for: partition, replica: replica).flatMap { ranks[$0.id] }.map { (rank: $0, replica: replica) }
            }
            guard let best = copies.min(by: { $0.rank < $1.rank }) else { continue }
            self.entries[place].replica = UInt8(truncatingIfNeeded: best.replica)
        }
    }
}
