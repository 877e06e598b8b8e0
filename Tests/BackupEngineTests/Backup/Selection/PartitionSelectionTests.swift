import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Partitions of a backup` {
    /// The digest of `Fixtures/cli/backup-runs.jsonl`, row "after-digest": partition 1141.
    private let digest = Digest(Base64.decode("ddRmYV4SsIaf3hnrsxdm7DjGAGo=") ?? []) ?? .zero

    @Test(arguments: [1, 2, 3, 7, 16, 100, 4096, 5000])
    func `pieces cover all partitions once`(pieces: Int) {
        let (parts, workers) = PartitionSelection.all.scans(workers: pieces)
        #expect(parts.count == min(pieces, 4096))
        #expect(workers == parts.count)
        #expect(parts.allSatisfy { !$0.starts.isEmpty })
        #expect(parts.flatMap { $0.starts.map(\.partition.index) } == Array(0..<4096))
    }

    /// `Spec/semantics.md` §A2: piece i is begin + count * i / n.
    @Test func `three pieces are those of the original`() {
        let (parts, _) = PartitionSelection.all.scans(workers: 3)
        #expect(
            parts.map(\.description) == [
                "1365 partitions from 0 to 1364", "1365 partitions from 1365 to 2729",
                "1366 partitions from 2730 to 4095",
            ]
        )
    }

    /// The rows "three partitions, parallel 2" and "partition-list, parallel 4 directory".
    @Test func `one filter is cut and several are not`() throws {
        let one = try #require(PartitionSelection([ScanPiece(from: 7, count: 3)]))
        #expect(one.scans(workers: 2).pieces.map(\.description) == ["partition 7", "2 partitions from 8 to 9"])
        let two = try #require(
            PartitionSelection([ScanPiece(from: 2048, count: 2048), ScanPiece(from: 0, count: 2048)])
        )
        let (pieces, workers) = two.scans(workers: 4)
        #expect(pieces.map(\.description) == ["2048 partitions from 0 to 2047", "2048 partitions from 2048 to 4095"])
        #expect(workers == 2)
        #expect(two.scans(workers: 1).workers == 1)
    }

    @Test func `more workers than work are told of`() throws {
        let one = try #require(PartitionSelection([ScanPiece(from: 1141, count: 1)]))
        #expect(one.warning(parallel: 1) == nil)
        #expect(
            one.warning(parallel: 4)
                == "Warning: --parallel 4 is higher than the number of partitions being backed up (1), setting number of threads to 1."
        )
        let two = try #require(PartitionSelection([ScanPiece(from: 0, count: 9), ScanPiece(from: 9, count: 9)]))
        #expect(two.warning(parallel: 2) == nil)
        #expect(
            two.warning(parallel: 4)
                == "Warning: --parallel 4 is higher than the number of partition filters given (2), setting number of threads to 2."
        )
    }

    @Test func `behind a digest is the rest of its partition and what follows`() {
        let (pieces, _) = PartitionSelection(after: self.digest).scans(workers: 1)
        #expect(
            pieces.map(\.description) == [
                "partition 1141 after ddRmYV4SsIaf3hnrsxdm7DjGAGo=", "2954 partitions from 1142 to 4095",
            ]
        )
        #expect(pieces[0].resumeAfter == [self.digest] && pieces[0].partitions.isEmpty)
        let last = PartitionSelection(after: Digest(high: UInt64.max, middle: 0, low: 0))
        #expect(last.filters.count == 1)
    }

    @Test func `a partition is in one filter only`() {
        #expect(PartitionSelection([ScanPiece(from: 0, count: 10), ScanPiece(from: 9, count: 2)]) == nil)
        #expect(
            PartitionSelection([ScanPiece(from: 1000, count: 500), ScanPiece([ScanStart(after: self.digest)])]) == nil
        )
    }

    @Test func `what an earlier backup left over is cut like any other list`() {
        let starts = (0..<10).map { ScanStart(PartitionID.all[$0 * 400]) } + [ScanStart(after: self.digest)]
        let selection = PartitionSelection(starts)
        let (pieces, workers) = selection.scans(workers: 4)
        #expect(workers == 4)
        #expect(pieces.flatMap(\.starts) == selection.starts)
        #expect(Set(selection.starts) == Set(starts))
        #expect(PartitionSelection([ScanStart]()).scans(workers: 4).pieces.isEmpty)
    }
}
