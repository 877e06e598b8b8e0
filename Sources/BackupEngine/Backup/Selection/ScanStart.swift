package import AerospikeProtocol

/// Where the scan of a partition begins.
package struct ScanStart: Hashable, Sendable {
    /// The partition.
    package var partition: PartitionID
    /// The digest of the record behind which the scan begins, in the partition's descending order of digests; `nil` for
    /// the partition's start.
    package var after: Digest?

    /// Creates a start.
    package init(_ partition: PartitionID, after digest: Digest? = nil) {
        self.partition = partition
        self.after = digest
    }

    /// Creates a start behind a digest, in the partition that the digest belongs to.
    package init(after digest: Digest) { self.init(digest.partition, after: digest) }
}
