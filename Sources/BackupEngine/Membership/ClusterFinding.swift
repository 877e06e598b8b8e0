/// Something about a cluster that makes it doubtful whether every record is read from it, or stays in it.
package struct ClusterFinding: Hashable, Sendable {
    /// What is wrong.
    package enum Kind: String, Hashable, Sendable {
        /// Fewer nodes than the user asked for.
        case tooSmall = "too-small"
        /// A node that is known does not answer.
        case silent
        /// A node that answers does not tell which cluster it is in.
        case mute
        /// The nodes know of others that could not be reached.
        case unreached
        /// Nodes contradict each other on the cluster they are in.
        case divided
        /// A node lists more peers than its cluster has nodes.
        case incomplete
        /// An address that the user gave leads to no node of the cluster.
        case stray = "stray-seed"
        /// A node is alone, and was not before.
        case cutOff = "cut-off"
        /// A node says that the cluster is about to change.
        case unstable
        /// No node has a copy of some partitions.
        case missing
        /// Copies are being moved between nodes.
        case migrating
        /// Nodes have joined or left.
        case changed
        /// No node says anything.
        case unknown
        /// Doubts of the run that is continued.
        case earlier
        /// The cluster is not the one that the run that is continued saw last.
        case changedBetween = "changed-between"
    }

    /// What is wrong.
    package var kind: Kind
    /// The same in words for the user, with nodes and numbers.
    package var message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
