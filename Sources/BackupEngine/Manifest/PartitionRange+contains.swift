extension PartitionRange {
    /// Whether a partition is in the range.
    package func contains(_ partition: Int) -> Bool {
        partition >= self.begin && partition < self.begin + self.count
    }
}
