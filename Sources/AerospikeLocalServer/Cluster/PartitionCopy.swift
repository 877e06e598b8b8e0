/// What a node has of a partition.
enum PartitionCopy: UInt8, Sendable {
    /// Nothing that counts, or what migrations have begun to bring.
    case absent
    /// One of several versions that went their own ways, and that have to be merged: no scan is answered from it
    /// (`Spec/wire-protocol.md` §21.5).
    case divergent
    /// Everything: scans are answered from it, wherever the partition belongs.
    case complete
}
