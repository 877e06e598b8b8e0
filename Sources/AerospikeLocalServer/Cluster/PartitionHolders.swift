/// Which nodes have what of a partition; the others have nothing that counts.
struct PartitionHolders: Hashable, Sendable {
    /// Those that have everything: scans are answered from their copies, wherever the partition belongs.
    var complete = NodeSet()
    /// Those that have one of several versions that went their own ways and have to be merged: no scan is answered from
    /// these (`Spec/wire-protocol.md` §21.5).
    var divergent = NodeSet()

    /// Takes a node's copy away.
    mutating func remove(_ number: Int) {
        self.complete.remove(number)
        self.divergent.remove(number)
    }
}
