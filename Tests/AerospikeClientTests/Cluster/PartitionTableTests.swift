import AerospikeProtocol
import Testing

@testable import AerospikeClient

@Suite struct `Partition tables` {
    private static func report(regime: UInt32 = 0, _ columns: [Int]...) -> ReplicasReport {
        let bitmaps = columns.map { partitions in
            var bitmap = [UInt8](repeating: 0, count: 512)
            for partition in partitions { bitmap[partition / 8] |= 0x80 >> UInt8(partition % 8) }
            return bitmap
        }
        return ReplicasReport(namespace: "test", regime: regime, bitmaps: bitmaps)
    }

    private func owner(_ table: PartitionTable, _ partition: UInt16, replica: Int = 0) -> String? {
        table.owner(of: PartitionID(truncating: partition), replica: replica)
    }

    @Test func `know nobody at first`() {
        #expect(self.owner(PartitionTable(), 0) == nil)
        #expect(PartitionTable().replicationFactor == 1)
    }

    @Test func `take the first and last partition from the right bits`() {
        var table = PartitionTable()
        _ = table.apply(Self.report([0, 4095], [8]), of: "A")
        #expect(self.owner(table, 0) == "A")
        #expect(self.owner(table, 4095) == "A")
        #expect(self.owner(table, 1) == nil)
        #expect(self.owner(table, 8) == nil)
        #expect(self.owner(table, 8, replica: 1) == "A")
        #expect(self.owner(table, 0, replica: 2) == "A", "copies are counted modulo the replication factor")
    }

    @Test func `name who lost a partition and clear nothing for bits that are 0`() {
        var table = PartitionTable()
        #expect(table.apply(Self.report([1, 2]), of: "A") == [])
        #expect(table.apply(Self.report([2, 3]), of: "B") == ["A"])
        #expect(table.apply(Self.report([]), of: "A") == [])
        #expect(self.owner(table, 1) == "A")
        #expect(self.owner(table, 2) == "B")
    }

    @Test func `let a newer regime win and ignore an older one`() {
        var table = PartitionTable()
        _ = table.apply(Self.report(regime: 5, [1]), of: "A")
        #expect(table.apply(Self.report(regime: 4, [1]), of: "B") == [])
        #expect(self.owner(table, 1) == "A")
        #expect(table.apply(Self.report(regime: 6, [1]), of: "B") == ["A"])
        #expect(self.owner(table, 1) == "B")
        #expect(table.isStronglyConsistent)
    }

    @Test func `forget a node that left`() {
        var table = PartitionTable()
        _ = table.apply(Self.report([1], [2]), of: "A")
        _ = table.apply(Self.report([2], [1]), of: "B")
        #expect(table.owns("A"))
        table.remove("A")
        #expect(!table.owns("A"))
        #expect(self.owner(table, 1) == nil)
        #expect(self.owner(table, 1, replica: 1) == "B")
    }

    @Test func `use more bitmaps than three copies without harm`() {
        var table = PartitionTable()
        _ = table.apply(Self.report([1], [1], [1], [1]), of: "A")
        #expect(table.replicationFactor == 3)
    }

    @Test func `follow a partition from node to node`() {
        var table = PartitionTable()
        for number in 0..<100 { _ = table.apply(Self.report([1]), of: "N\(number)") }
        #expect(self.owner(table, 1) == "N99")
    }
}
