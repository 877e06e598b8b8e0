import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Partitions by node` {
    private let nodes = [
        Node(id: "A1", host: "10.0.0.1", port: 3000, build: "8.1.0.3"),
        Node(id: "B2", host: "10.0.0.2", port: 3000, build: "8.1.0.3"),
        Node(id: "C3", host: "::3", port: 3000, build: "8.1.0.3"),
    ]

    /// Partition p has its master on node p mod 3 and its replica on the next.
    private var map: PartitionMap {
        PartitionMap(namespace: "test", owners: (0..<4096).map { [self.nodes[$0 % 3], self.nodes[($0 + 1) % 3]] })
    }

    @Test func `those whose master is listed are read`() throws {
        let one = try PartitionChoice.selection(masteredAt: ["10.0.0.2:3000"], nodes: self.nodes, map: self.map)
        #expect(one.starts.map(\.partition.index) == Array(stride(from: 1, to: 4096, by: 3)))
        let two = try PartitionChoice.selection(
            masteredAt: ["[::3]:3000", "10.0.0.1:3000"],
            nodes: self.nodes,
            map: self.map
        )
        #expect(two.starts.map(\.partition.index) == (0..<4096).filter { $0 % 3 != 1 })
        #expect(two.scans(workers: 16).workers == 16)
    }

    @Test(arguments: [["10.0.0.1:3000", "10.0.0.1:3000"], ["10.0.0.9:3000"], ["10.0.0.1:3001"]])
    func `nodes that are not different nodes of the cluster are refused`(addresses: [String]) {
        #expect(throws: JobError.self) {
            try PartitionChoice.selection(masteredAt: addresses, nodes: self.nodes, map: self.map)
        }
    }

    /// All masters are on the first two nodes.
    @Test func `nodes without a partition are told of`() throws {
        let map = PartitionMap(namespace: "test", owners: (0..<4096).map { [self.nodes[$0 % 2], self.nodes[2]] })
        let two = try PartitionChoice.warnings(
            masteredAt: ["[::3]:3000", "10.0.0.1:3000"],
            nodes: self.nodes,
            map: map
        )
        #expect(two == ["node C3 [::3]:3000 of --node-list is master of no partition"])
        let one = try PartitionChoice.warnings(masteredAt: ["10.0.0.1:3000"], nodes: self.nodes, map: map)
        #expect(one.isEmpty)
        let error = #expect(throws: JobError.self) {
            try PartitionChoice.warnings(masteredAt: ["[::3]:3000"], nodes: self.nodes, map: map)
        }
        #expect(
            error?.message
                == "There is nothing to be backed up: node C3 [::3]:3000 of --node-list is master of no partition"
        )
    }
}
