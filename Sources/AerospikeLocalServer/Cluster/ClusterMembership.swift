/// The cluster that a node belongs to, and the node's number in it.
struct ClusterMembership: Sendable {
    /// The node's number, from 1.
    let number: Int
    /// How it finds the others.
    let directory: ClusterDirectory
}
