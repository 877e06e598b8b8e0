import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Estimates of a backup` {
    /// The sizes of the ten records of `Fixtures/cli/base.asb` as text.
    private static let sizes: SizeStatistics = {
        var sizes = SizeStatistics()
        for size in Self.base { sizes.add(size) }
        return sizes
    }()

    private static let base = [144, 133, 140, 137, 97, 101, 87, 98, 78, 87]

    /// `Spec/semantics.md` §A7: mean 110.2 and variance 643.289 give 149 and 1626.
    @Test func `the worked example`() {
        #expect(abs(Self.sizes.mean - 110.2) < 1e-9)
        #expect(abs(Self.sizes.variance - 643.289) < 0.001)
        let estimate = BackupEstimate(sizes: Self.sizes, headBytes: 225, storedBytes: 1327, records: 10)
        #expect(estimate.ratio == 1)
        #expect(estimate.recordSize == 149)
        #expect(estimate.totalSize == 1626)
    }

    /// Rows "estimate aes" and "estimate zstd" of the original's transcripts, and "estimate samples 1".
    @Test func `containers`() {
        let aes = BackupEstimate(sizes: Self.sizes, headBytes: 241, storedBytes: 1343, records: 10)
        #expect(aes.totalSize == 1642)
        let zstd = BackupEstimate(sizes: Self.sizes, headBytes: 225, storedBytes: 724, records: 10)
        #expect(zstd.totalSize == 1125)
        #expect(zstd.percentage == "54.5592")
    }

    @Test func `one record tells nothing`() {
        var sizes = SizeStatistics()
        sizes.add(97)
        let estimate = BackupEstimate(sizes: sizes, headBytes: 225, storedBytes: 322, records: 10)
        #expect(estimate.recordSize == 0)
        #expect(estimate.totalSize == 225)
    }

    @Test func `nothing at all`() {
        let estimate = BackupEstimate(sizes: SizeStatistics(), headBytes: 90, storedBytes: 90, records: 0)
        #expect(estimate.recordSize == 0)
        #expect(estimate.totalSize == 90)
    }

    /// Values of the normal distribution in every table of it.
    @Test(arguments: [(0.975, 1.959964), (0.99, 2.326348), (0.999, 3.090232), (0.999999, 4.753424)])
    func `deviations`(confidence: Double, value: Double) {
        #expect(abs(BackupEstimate.deviations(confidence: confidence, parts: 1) - value) < 1e-6)
    }

    @Test func `sizes that no integer holds are the largest one`() {
        var sizes = SizeStatistics()
        for _ in 0..<2 { sizes.add(Int.max / 2) }
        let estimate = BackupEstimate(sizes: sizes, headBytes: 1, storedBytes: Int.max, records: Int.max)
        #expect(estimate.totalSize == Int.max)
    }
}

@Suite struct `Counts of records that pass filters` {
    @Test func `some partitions stand for all`() {
        #expect(SilentScan.extrapolate(10_000, from: 8, to: 4096) == 5_120_000)
        #expect(SilentScan.extrapolate(7, from: 4096, to: 4096) == 7)
        #expect(SilentScan.extrapolate(0, from: 0, to: 0) == 0)
        #expect(SilentScan.extrapolate(Int.max, from: 1, to: 2) == Int.max)
    }

    @Test func `the first ones are spread over all`() {
        let spread = SilentScan.spread(ScanPiece.all.starts).map(\.partition.index)
        #expect(spread.prefix(8) == [0, 2048, 1024, 3072, 512, 2560, 1536, 3584])
        #expect(Set(spread).count == 4096)
    }
}
