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

    /// The layout when the nodes in order have these copies.
    private static func layout(_ copies: [PartitionCopy]) -> PartitionLayout {
        PartitionLayout(self.partition, in: self.formation) { number in
            self.order.firstIndex(of: number).map { copies[$0] } ?? .absent
        }
    }

    @Test func `with all copies in place nothing moves`() {
        let layout = Self.layout([.complete, .complete, .absent])
        #expect(layout.steps == [])
        #expect([layout.holder(inColumn: 0), layout.holder(inColumn: 1)] == [Self.order[0], Self.order[1]])
        #expect(layout.route == PartitionRoute(master: Self.order[0], replicas: NodeSet([Self.order[1]])))
    }

    @Test func `a replica acts for an empty master, has both columns, and fills it`() {
        let layout = Self.layout([.absent, .complete, .absent])
        #expect([layout.holder(inColumn: 0), layout.holder(inColumn: 1)] == [Self.order[1], Self.order[1]])
        #expect(layout.route.master == Self.order[1])
        #expect(layout.route.replicas == NodeSet([Self.order[0]]))
        #expect(layout.steps == [.fill(Self.partition, from: Self.order[1], into: Self.order[0])])
    }

    @Test func `a node that is no owner acts until both owners are filled, and then forgets`() {
        let layout = Self.layout([.absent, .absent, .complete])
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
        #expect(Self.layout([.complete, .complete, .complete]).steps == [.drop(Self.partition, on: Self.order[2])])
    }

    @Test func `versions are merged into the master, which has both columns meanwhile`() {
        let layout = Self.layout([.divergent, .absent, .divergent])
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
