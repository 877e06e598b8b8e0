import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Who is asked what became of a row` {
    private static let nodes = ["A", "B", "C"].map { Node(id: $0, host: $0, port: 3000, build: "8.1.0.3") }
    /// Every partition has A as master and B as replica.
    private static let map = PartitionMap(namespace: "test", owners: (0..<4096).map { _ in [nodes[0], nodes[1]] })

    private func asked(_ routing: ReadBackRouting, _ map: PartitionMap? = Self.map) throws -> String? {
        routing.node(for: try #require(PartitionID(17)), in: map, nodes: Self.nodes)?.id
    }

    @Test func `the node that the row was sent to, then every other once, then nobody`() throws {
        var sent = BatchRouting()
        sent.avoided = [Self.nodes[0]]
        var routing = ReadBackRouting(sent, unreachable: [])
        #expect(try self.asked(routing) == "B")
        routing.failed(Self.nodes[1])
        #expect(try self.asked(routing) == "C")
        routing.failed(Self.nodes[2])
        // Avoided before, but not asked as yet: it may be the only one left.
        #expect(try self.asked(routing) == "A")
        routing.failed(Self.nodes[0])
        #expect(try self.asked(routing) == nil)
    }

    @Test func `another one if the connection has just failed for other rows`() throws {
        #expect(try self.asked(ReadBackRouting(BatchRouting(), unreachable: [])) == "A")
        #expect(try self.asked(ReadBackRouting(BatchRouting(), unreachable: [Self.nodes[0]])) == "B")
    }

    @Test func `nobody if no node owns the partition`() throws {
        #expect(try self.asked(ReadBackRouting(BatchRouting(), unreachable: []), nil) == nil)
    }
}
