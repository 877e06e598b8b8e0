/// What one node says of its partitions of one namespace (`Spec/wire-protocol.md` §3.3).
struct ReplicasReport: Hashable, Sendable {
    /// The namespace's name.
    var namespace: String
    /// The regime of a strongly consistent namespace, else 0. A newer one wins.
    var regime: UInt32
    /// For each copy 4096 bits in 512 bytes: partition p is byte p / 8, most significant bit first.
    var bitmaps: [[UInt8]]
}
