import AerospikeClient
import Testing

@testable import BackupEngine

@Suite struct `Counts of records that servers tell` {
    /// A set that is listed so often that the sum of the largest numbers would not fit 64 bits; 2 to the power of 50.
    @Test func `add up to no more than a cluster can have`() {
        let sum = (0..<10_000).reduce(0) { sum, _ in ObjectCount.sum(sum, NamespaceStatistics.mostObjects) }
        #expect(sum == 1_125_899_906_842_624)
        #expect(ObjectCount.sum(385, 15) == 400)
    }
}
