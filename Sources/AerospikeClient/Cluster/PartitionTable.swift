import AerospikeProtocol

/// The owners of one namespace's partitions, built up from what each node says of itself (`Spec/wire-protocol.md` §13).
struct PartitionTable: Sendable {
    /// The copies that clients look at (`Spec/wire-protocol.md` §3.3).
    static let maximumReplicas = 3

    /// The ids of nodes that own something, or did.
    private var nodeIDs: [String] = []
    /// For each copy and partition the owner's place in `nodeIDs`; −1 for none.
    private var owners: [Int16] = Array(repeating: -1, count: Self.maximumReplicas * PartitionID.count)
    /// For each partition the newest regime seen.
    private var regimes: [UInt32] = Array(repeating: 0, count: PartitionID.count)
    /// The number of copies that the last node to answer reported.
    private(set) var replicationFactor = 1
    /// Whether a regime other than 0 was seen.
    private(set) var isStronglyConsistent = false

    /// The id of the node that owns a copy.
    func owner(of partition: PartitionID, replica: Int) -> String? {
        let column = Int(UInt(bitPattern: replica) % UInt(self.replicationFactor))
        let owner = self.owners[column * PartitionID.count + partition.index]
        return owner < 0 ? nil : self.nodeIDs[Int(owner)]
    }

    /// Takes over what a node says of a namespace. Bits that are 0 clear nothing.
    ///
    /// - Returns: The ids of nodes that lost a copy to this one and whose own report must be read again.
    mutating func apply(_ report: ReplicasReport, of nodeID: String) -> Set<String> {
        self.replicationFactor = min(max(report.bitmaps.count, 1), Self.maximumReplicas)
        if report.regime != 0 { self.isStronglyConsistent = true }
        let node = self.place(of: nodeID)
        var losers: Set<Int16> = []
        for (column, bitmap) in report.bitmaps.prefix(Self.maximumReplicas).enumerated() {
            for number in 0..<PartitionID.count where bitmap[number >> 3] & (0x80 >> UInt8(number & 7)) != 0 {
                guard report.regime >= self.regimes[number] else { continue }
                self.regimes[number] = report.regime
                let slot = column * PartitionID.count + number
                guard self.owners[slot] != node else { continue }
                if self.owners[slot] >= 0 { losers.insert(self.owners[slot]) }
                self.owners[slot] = node
            }
        }
        return Set(losers.map { self.nodeIDs[Int($0)] })
    }

    /// Forgets what a node owned.
    mutating func remove(_ nodeID: String) {
        guard let place = self.nodeIDs.firstIndex(of: nodeID) else { return }
        for slot in self.owners.indices where self.owners[slot] == Int16(place) { self.owners[slot] = -1 }
    }

    /// Whether the node owns any copy.
    func owns(_ nodeID: String) -> Bool {
        guard let place = self.nodeIDs.firstIndex(of: nodeID) else { return false }
        return self.owners.contains(Int16(place))
    }

    /// Makes a node the owner of a copy whatever anybody reported.
    mutating func setOwner(_ nodeID: String, ofPartition number: Int, replica: Int) {
        guard (0..<PartitionID.count).contains(number), (0..<Self.maximumReplicas).contains(replica) else { return }
        self.replicationFactor = max(self.replicationFactor, replica + 1)
        self.owners[replica * PartitionID.count + number] = self.place(of: nodeID)
    }

    /// The node's place in `nodeIDs`, given at its first report.
    private mutating func place(of nodeID: String) -> Int16 {
        if let place = self.nodeIDs.firstIndex(of: nodeID) { return Int16(place) }
        if let place = self.nodeIDs.indices.first(where: { !self.owners.contains(Int16($0)) }) {
            self.nodeIDs[place] = nodeID
            return Int16(place)
        }
        // Each place so far has one of the 12,288 copies in `owners`, so that there are never more than 12,289.
        self.nodeIDs.append(nodeID)
        return Int16(truncatingIfNeeded: self.nodeIDs.count - 1)
    }
}
