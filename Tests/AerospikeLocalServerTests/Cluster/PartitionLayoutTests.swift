import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §3.3, §21.2, §21.4 and §21.5.
@Suite struct PartitionLayoutTests {
    private static let partition = PartitionID(truncating: 7)
    private static let formation = Formation(
        key: "A",
        candidates: (1...3).map { NodeRank.Candidate(number: $0, id: "C\($0)") },
        replicationFactor: 2
    )
    /// Master, replica, and the node without a copy.
    private static let order = formation.order(of: partition)

    /// The layout when the nodes at these places of the order have complete copies, or versions to be merged.
    private static func layout(complete: [Int], divergent: [Int] = []) -> PartitionLayout {
        let holders = PartitionHolders(
            complete: NodeSet(complete.map { self.order[$0] }),
            divergent: NodeSet(divergent.map { self.order[$0] })
        )
        return PartitionLayout(self.partition, in: self.formation, holders: holders)
    }

    @Test func `with all copies in place nothing moves`() {
        let layout = Self.layout(complete: [0, 1])
        #expect(layout.steps == [])
        #expect([layout.holder(inColumn: 0), layout.holder(inColumn: 1)] == [Self.order[0], Self.order[1]])
        #expect(layout.route == PartitionRoute(master: Self.order[0], replicas: NodeSet([Self.order[1]])))
    }

    @Test func `a replica acts for an empty master, has both columns, and fills it`() {
        let layout = Self.layout(complete: [1])
        #expect([layout.holder(inColumn: 0), layout.holder(inColumn: 1)] == [Self.order[1], Self.order[1]])
        #expect(layout.route.master == Self.order[1])
        #expect(layout.route.replicas == NodeSet([Self.order[0]]))
        #expect(layout.steps == [.fill(Self.partition, from: Self.order[1], into: Self.order[0])])
    }

    @Test func `a node that is no owner acts until both owners are filled, and then forgets`() {
        let layout = Self.layout(complete: [2])
        #expect([layout.holder(inColumn: 0), layout.holder(inColumn: 1)] == [Self.order[2], Self.order[2]])
        #expect(
            layout.steps == [
                .fill(Self.partition, from: Self.order[2], into: Self.order[0]),
                .fill(Self.partition, from: Self.order[0], into: Self.order[1]),
                .drop(Self.partition, on: Self.order[2]),
            ]
        )
    }

    @Test func `a left-over copy only has to go`() {
        #expect(Self.layout(complete: [0, 1, 2]).steps == [.drop(Self.partition, on: Self.order[2])])
    }

    @Test func `versions are merged into the master, which has both columns meanwhile`() {
        let layout = Self.layout(complete: [], divergent: [0, 2])
        #expect([layout.holder(inColumn: 0), layout.holder(inColumn: 1)] == [Self.order[0], Self.order[0]])
        #expect(layout.route.versions == NodeSet([Self.order[2]]))
        #expect(
            layout.steps == [
                .merge(Self.partition, from: NodeSet([Self.order[2]]), into: Self.order[0]),
                .fill(Self.partition, from: Self.order[0], into: Self.order[1]),
                .drop(Self.partition, on: Self.order[2]),
            ]
        )
    }
}
