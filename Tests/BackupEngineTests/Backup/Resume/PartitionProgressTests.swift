import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Progress of partitions` {
    private func partitions(_ numbers: [Int]) -> [PartitionID] { numbers.compactMap { PartitionID($0) } }

    @Test(
        arguments: [
            ([], []), ([5], [5...5]), ([0, 1, 2], [0...2]), ([0, 2, 3, 5, 4095], [0...0, 2...3, 5...5, 4095...4095]),
            (Array(0..<4096), [0...4095]),
        ] as [([Int], [ClosedRange<Int>])]
    )
    func `folds into ranges`(_ numbers: [Int], _ ranges: [ClosedRange<Int>]) {
        #expect(PartitionProgress.ranges(of: self.partitions(numbers)) == ranges)
    }

    @Test func `knows what is left`() throws {
        let digest = `State of an interrupted backup`.digest
        var progress = PartitionProgress(self.partitions([3, 4, 5]).map { ScanStart($0) } + [ScanStart(after: digest)])
        #expect(progress.unfinished.map(\.partition.index) == [3, 4, 5, 7])
        #expect(progress.unfinished.last?.after == digest)
        progress[try #require(PartitionID(4))] = .complete(last: nil)
        #expect(progress.unfinished.map(\.partition.index) == [3, 5, 7])
        #expect(progress.complete.map(\.index) == [4])
        #expect(progress.notStarted.map(\.index) == [3, 5])
        #expect(progress.wanted.map(\.index) == [3, 4, 5, 7])
    }

    @Test func `takes over where a scan stands`() throws {
        let digest = `State of an interrupted backup`.digest
        var progress = PartitionProgress(self.partitions([3, 7, 8]).map { ScanStart($0) })
        let tracker = PartitionTracker(partitions: self.partitions([3]), resumeAfter: [digest])
        progress.update(from: tracker)
        #expect(progress.unfinished.map(\.after) == [nil, digest, nil])
    }
}
