import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §21.1, and arithmetic.
@Suite struct `The order of nodes for a partition` {
    private static func candidates(_ ids: [String], racks: [Int] = []) -> [NodeRank.Candidate] {
        ids.enumerated().map { index, id in
            NodeRank.Candidate(number: index + 1, id: id, rack: racks.isEmpty ? 0 : racks[index])
        }
    }

    @Test func `every node gets about its share of masters and of replicas`() {
        let candidates = Self.candidates(["C1", "C2", "C3"])
        let orders = PartitionID.all.map { NodeRank.order(of: $0, among: candidates, copies: 2) }
        for place in 0..<3 {
            for number in 1...3 {
                // Four standard deviations of 4096 draws with the chance of a third.
                #expect(abs(orders.count { $0[place] == number } - 1365) < 121)
            }
        }
    }

    @Test func `a lost node leaves the order of the others as it was`() {
        let all = Self.candidates(["C1", "C2", "C3", "C4"])
        for partition in PartitionID.all {
            let before = NodeRank.order(of: partition, among: all, copies: 2).filter { $0 != 2 }
            #expect(NodeRank.order(of: partition, among: all.filter { $0.number != 2 }, copies: 2) == before)
        }
    }

    @Test func `copies come to different racks if there are any`() {
        let candidates = Self.candidates(["C1", "C2", "C3"], racks: [1, 1, 2])
        for partition in PartitionID.all {
            let owners = NodeRank.order(of: partition, among: candidates, copies: 2).prefix(2)
            #expect(owners.contains(3), "the only node of rack 2 has a copy of everything")
        }
    }
}
