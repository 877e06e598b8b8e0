/// The transfers of partitions that a node takes part in, as `namespace/…` tells them (`Spec/wire-protocol.md` §3.4).
struct MigrationCounts: Hashable, Sendable {
    /// Partitions still to be sent.
    var outgoing = 0
    /// Partitions still to be received.
    var incoming = 0
    /// Partitions to be sent when the cluster balanced itself.
    var outgoingInitially = 0
    /// Partitions to be received when the cluster balanced itself.
    var incomingInitially = 0

    /// The partitions still to be moved.
    var remaining: Int { self.outgoing + self.incoming }

    /// Counts from now on.
    mutating func startOver() {
        self.outgoingInitially = self.outgoing
        self.incomingInitially = self.incoming
    }
}
