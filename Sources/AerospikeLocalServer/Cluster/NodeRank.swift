import AerospikeProtocol

/// The order in which nodes are responsible for a partition: master, replicas, and those that follow if others are lost.
///
/// Each node draws a number for each partition from its id; the order is that of the numbers. So the nodes' shares are a
/// little uneven, the same nodes always get the same partitions, and a node that is lost moves only what it had.
/// With racks the first replicas come from different ones as far as there are any.
enum NodeRank {
    /// A node that takes part.
    struct Candidate: Hashable, Sendable {
        /// The node's number in the cluster.
        let number: Int
        /// What its draws come from.
        let seed: UInt64
        /// The rack it stands in.
        let rack: Int

        /// Creates a candidate.
        init(number: Int, id: String, rack: Int = 0) {
            self.number = number
            self.seed = id.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            self.rack = rack
        }
    }

    /// The candidates' numbers in the order of responsibility.
    static func order(of partition: PartitionID, among candidates: [Candidate], copies: Int) -> [Int] {
        let drawn = candidates.map { (draw: Self.draw(partition, seed: $0.seed), candidate: $0) }
        var left = drawn.sorted { $0.draw > $1.draw }.map(\.candidate)
        guard candidates.contains(where: { $0.rack != candidates[0].rack }) else { return left.map(\.number) }
        var ordered: [Candidate] = []
        while !left.isEmpty {
            let wantsOther = ordered.count < copies
            let index = left.firstIndex { next in wantsOther && !ordered.contains { $0.rack == next.rack } } ?? 0
            ordered.append(left.remove(at: index))
        }
        return ordered.map(\.number)
    }

    private static func draw(_ partition: PartitionID, seed: UInt64) -> UInt64 {
        var bits = seed &+ UInt64(partition.number) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
