import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Ways of a batch that is sent again` {
    private static let nodes = ["A", "B", "C"].map { Node(id: $0, host: $0, port: 3000, build: "8.1.0.3") }
    /// Every partition has A as master and B as replica.
    private static let map = PartitionMap(namespace: "test", owners: (0..<4096).map { _ in [nodes[0], nodes[1]] })

    private func node(avoiding avoided: [Int], _ map: PartitionMap? = Self.map) throws -> String? {
        var routing = BatchRouting()
        routing.avoided = Set(avoided.map { Self.nodes[$0] })
        return routing.node(for: try #require(PartitionID(17)), in: map, nodes: Self.nodes)?.id
    }

    @Test func `to the master, to another copy, to anybody, and to the master if nobody is left`() throws {
        #expect(try self.node(avoiding: []) == "A")
        #expect(try self.node(avoiding: [0]) == "B")
        #expect(try self.node(avoiding: [0, 1]) == "C")
        #expect(try self.node(avoiding: [0, 1, 2]) == "A")
        #expect(try self.node(avoiding: [2]) == "A")
    }

    @Test func `nowhere if nobody owns the partition`() throws {
        #expect(try self.node(avoiding: [], nil) == nil)
        #expect(try self.node(avoiding: [], PartitionMap(namespace: "test", owners: [])) == nil)
    }
}
