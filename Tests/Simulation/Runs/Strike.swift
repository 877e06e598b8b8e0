import AerospikeLocalServer

/// Something that befalls a cluster while an answer of one of its nodes is held, which then goes on.
struct Strike: Sendable, CustomStringConvertible {
    /// What happens, in words.
    let description: String
    /// The node whose answer is held.
    let witness: Int
    /// Lets it happen.
    let act: @Sendable (LocalCluster) async throws -> Void

    /// A blow.
    init(_ blow: ClusterBlow) {
        self.description = "\(blow)"
        self.witness = blow.point.witness
        self.act = { try await blow.strike($0) }
    }

    /// A node that is cut off.
    init(_ isolation: Isolation) {
        self.description = "\(isolation)"
        self.witness = isolation.point.witness
        self.act = { isolation.strike($0) }
    }
}
