package import AerospikeProtocol

/// Where the parts of a record stand in a window of a backup file (`Spec/asb-format.md` §5).
///
/// Reused from record to record, so that parsing allocates nothing once the array of bins is large enough. Positions are
/// offsets in the window that was parsed and mean nothing once it has moved.
package struct RecordLayout: Sendable {
    /// The record's digest.
    package var digest: Digest
    /// The namespace.
    package var namespace: TextToken
    /// The set; `nil` without a set line.
    package var set: TextToken?
    /// The user key; `nil` without a key line.
    package var key: KeyLayout?
    /// The generation at the time of the backup.
    package var generation: UInt16
    /// The void time: seconds since 2010, 0 for never.
    package var expiration: UInt32
    /// The bins in the file's order, nil bins included. Of bins with one name the last counts.
    package var bins: [BinLayout]
    /// All bytes of the block in the window.
    package var range: Range<Int>

    /// Creates an empty layout.
    package init() {
        self.digest = .zero
        self.namespace = .empty
        self.set = nil
        self.key = nil
        self.generation = 0
        self.expiration = 0
        self.bins = []
        self.range = 0..<0
    }

    /// Changes the number of bins, whatever they are.
    @inline(__always)
    mutating func resizeBins(to count: Int) {
        if self.bins.count != count { self.resizeBinsSlowly(to: count) }
    }

    @inline(never)
    private mutating func resizeBinsSlowly(to count: Int) {
        if self.bins.count > count { return self.bins.removeLast(self.bins.count - count) }
        let bin = BinLayout(name: .empty, particleType: .null, encoding: .none, value: 0..<0, bits: 0)
        self.bins.append(contentsOf: repeatElement(bin, count: count - self.bins.count))
    }

    /// Drops the bins whose names are not among `names` (`-B`).
    package mutating func keepBins(named names: NameSet, window: RawSpan) {
        var kept = 0
        for index in self.bins.indices where names.contains(self.bins[index].name, in: window) {
            self.bins[kept] = self.bins[index]
            kept += 1
        }
        self.bins.removeLast(self.bins.count - kept)
    }

    /// Whether the record's set, empty for none, is among `names` (`-s`).
    package func isInSet(among names: NameSet, window: RawSpan) -> Bool {
        names.contains(self.set ?? .empty, in: window)
    }
}
