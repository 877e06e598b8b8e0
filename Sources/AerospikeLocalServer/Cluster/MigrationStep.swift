import AerospikeProtocol

/// One movement of a partition between nodes (`Spec/wire-protocol.md` §21.4, §21.5).
enum MigrationStep: Hashable, Sendable {
    /// A node takes in the versions of others and has then everything.
    case merge(PartitionID, from: NodeSet, into: Int)
    /// A node gets what another has.
    case fill(PartitionID, from: Int, into: Int)
    /// A node forgets a copy that is not its to keep.
    case drop(PartitionID, on: Int)

    /// The partition.
    var partition: PartitionID {
        switch self {
        case .merge(let partition, _, _), .fill(let partition, _, _), .drop(let partition, _): partition
        }
    }

    /// The nodes that data comes from; none for a copy that goes.
    var sources: NodeSet {
        switch self {
        case .merge(_, let sources, _): sources
        case .fill(_, let source, _): NodeSet([source])
        case .drop: NodeSet()
        }
    }

    /// The node whose copy changes.
    var target: Int {
        switch self {
        case .merge(_, _, let target), .fill(_, _, let target), .drop(_, let target): target
        }
    }

    /// Whether data goes from node to node.
    var isTransfer: Bool { if case .drop = self { false } else { true } }
}
