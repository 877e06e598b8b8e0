/// Why a peer that a node listed could not join.
struct PeerRefusal: Error, Hashable, Sendable {
    /// The id under which it is listed.
    var id: String
    /// What happened at the last of its addresses.
    var error: AerospikeError
    /// Whether all the time for it went by, so that everybody had to wait for it.
    var isLate: Bool
}
