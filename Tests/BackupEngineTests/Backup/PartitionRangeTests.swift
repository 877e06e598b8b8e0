import Testing

@testable import BackupEngine

@Suite struct `Ranges of partitions` {
    @Test(arguments: [1, 2, 3, 7, 16, 100, 4096, 5000])
    func `pieces cover the range once`(pieces: Int) {
        let parts = PartitionRange.all.split(into: pieces)
        #expect(parts.count == min(pieces, 4096))
        var next = 0
        for part in parts {
            #expect(part.begin == next)
            #expect(part.count >= 1)
            next += part.count
        }
        #expect(next == 4096)
    }

    /// `Spec/semantics.md` §A2: piece i is begin + count * i / n.
    @Test func `three pieces are those of the original`() {
        #expect(PartitionRange.all.split(into: 3).map(\.begin) == [0, 1365, 2730])
    }

    @Test func `messages use the original's words`() {
        #expect("\(PartitionRange.all)" == "4096 partitions from 0 to 4095")
        #expect("\(PartitionRange(begin: 7, count: 1))" == "partition 7")
    }
}
