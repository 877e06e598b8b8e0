/// A seed that does not lead to a node of the cluster that was connected to.
public struct StraySeed: Hashable, Sendable {
    /// What is wrong with it.
    public enum Reason: Hashable, Sendable {
        /// A node answers that the cluster does not know, by its id: cut off from the others, or of another cluster.
        case outsider(nodeID: String)
        /// Nobody answers properly, in words.
        case silent(String)
    }

    /// The seed.
    public let seed: Seed
    /// What is wrong with it.
    public let reason: Reason

    /// Creates a stray seed.
    public init(_ seed: Seed, _ reason: Reason) {
        self.seed = seed
        self.reason = reason
    }
}
