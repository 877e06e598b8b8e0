import Testing

@testable import AerospikeClient

@Suite struct `Partition reports` {
    private static let all = String(repeating: "/", count: 682) + "8="
    private static let none = String(repeating: "A", count: 683) + "="

    @Test func `of a single node hold every partition`() throws {
        let reports = try ReplicasReport.list("test:0,1,\(Self.all);prod:7,2,\(Self.none),\(Self.all)")
        #expect(reports.map(\.namespace) == ["test", "prod"])
        #expect(reports.map(\.regime) == [0, 7])
        #expect(reports[0].bitmaps == [[UInt8](repeating: 255, count: 512)])
        #expect(reports[1].bitmaps == [[UInt8](repeating: 0, count: 512), [UInt8](repeating: 255, count: 512)])
    }

    @Test(arguments: [
        "test", ":0,1,\(all)", "test:0,1", "test:0,2,\(all)", "test:x,1,\(all)", "test:0,1,\(all.dropLast(4))",
        "test:0,1,*",
        "test:-1,1,\(all)",
    ])
    func `that are damaged give an error`(text: String) {
        let error = #expect(throws: AerospikeError.self) { try ReplicasReport.list(text) }
        #expect(error?.code == .badReply)
    }

    @Test func `of a real cluster give every partition two owners`() throws {
        var table = PartitionTable()
        for recorded in try RecordedReplicas.of("healthy", upTo: 1) {
            let report = try #require(try ReplicasReport.list(recorded.value).first { $0.namespace == "test" })
            #expect(table.apply(report, of: recorded.node).isEmpty)
        }
        let nodes = Dictionary(
            uniqueKeysWithValues: ["C1", "C2", "C3"].map { id in
                (id, Node(id: id, host: "127.0.0.1", port: 3000, build: "8.1.0.3"))
            }
        )
        let map = PartitionMap(namespace: "test", table: table, nodes: nodes)
        #expect(map.replicationFactor == 2)
        #expect(!map.isStronglyConsistent)
        // Spec/wire-protocol.md §21.1
        #expect(nodes.mapValues { map.partitions(masteredBy: $0).count } == ["C1": 1355, "C2": 1392, "C3": 1349])
    }

    @Test func `of more namespaces than can be are refused`() {
        let bitmap = "\(String(repeating: "A", count: 683))="
        let text = (0..<300).map { "n\($0):0,1,\(bitmap)" }.joined(separator: ";")
        #expect(throws: AerospikeError.self) { try ReplicasReport.list(text) }
    }

    @Test func `of more copies than clients look at are cut`() throws {
        let bitmap = "\(String(repeating: "A", count: 683))="
        let copies = Array(repeating: bitmap, count: 200).joined(separator: ",")
        #expect(try ReplicasReport.list("test:0,200,\(copies)")[0].bitmaps.count == 3)
    }

    @Test(arguments: [(256, true), (257, false), (300, false)])
    func `of more copies than a cluster has nodes are refused`(count: Int, isRead: Bool) {
        let copies = Array(repeating: Self.none, count: count).joined(separator: ",")
        let report = try? ReplicasReport.list("test:0,\(count),\(copies)")
        #expect((report != nil) == isRead)
    }
}
