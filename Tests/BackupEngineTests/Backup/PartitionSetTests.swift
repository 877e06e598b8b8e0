import Testing

@testable import BackupEngine

@Suite struct `Sets of partitions` {
    @Test func `hold ranges`() {
        var set = PartitionSet()
        #expect(set.count == 0 && set.first(notIn: PartitionSet()) == nil)
        set.insert(PartitionRange(begin: 63, count: 2))
        set.insert(PartitionRange(begin: 4095, count: 1))
        #expect(set.count == 3)
        var other = PartitionSet()
        #expect(set.first(notIn: other) == 63)
        other.insert(PartitionRange(begin: 0, count: 65))
        #expect(set.first(notIn: other) == 4095)
        other.formUnion(set)
        #expect(other.count == 66 && set.first(notIn: other) == nil)
        other.insert(.all)
        #expect(other.count == 4096)
    }
}
