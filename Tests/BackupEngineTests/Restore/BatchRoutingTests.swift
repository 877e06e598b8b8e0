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

    @Test func `in parts that servers take`() {
        var routing = BatchRouting()
        #expect(routing.parts(of: [4, 5, 6]) == [[4, 5, 6]])
        // 1,024 rows were too many, then 128 were, and so on; one alone cannot be cut.
        #expect(
            [1024, 1024, 1000, 300, 300, 300, 300, 300, 300].map { routing.cut($0) } == [
                true, true, true, true, true, true, true, true, false,
            ]
        )
        #expect(routing.rowLimit == 1)
        #expect(routing.parts(of: [4, 5, 6]) == [[4], [5], [6]])
        routing.rowLimit = 2
        #expect(routing.parts(of: [4, 5, 6]) == [[4, 5], [6]])
        #expect(routing.parts(of: [4, 5]) == [[4, 5]])
        #expect(routing.parts(of: []) == [[]])
        #expect(routing.cut(100) && routing.rowLimit == 1)
        routing = BatchRouting()
        #expect(routing.cut(100) && routing.rowLimit == 50)
    }

    @Test func `one by one if they are messages of their own`() {
        var routing = BatchRouting()
        routing.rowLimit = 2
        #expect(routing.commands(for: [4, 5, 6], .batch) == [[4, 5], [6]])
        #expect(routing.commands(for: [4, 5, 6], .singleWrites) == [[4], [5], [6]])
        #expect(routing.commands(for: [], .singleWrites) == [])
    }

    @Test func `nowhere if nobody owns the partition`() throws {
        #expect(try self.node(avoiding: [], nil) == nil)
        #expect(try self.node(avoiding: [], PartitionMap(namespace: "test", owners: [])) == nil)
    }
}
