/// What proves that a file is the one that was written: its size and its checksum.
package struct StoredFile: Hashable, Sendable {
    /// The bytes, as they are stored.
    package var bytes: UInt64
    /// The checksum of the bytes, as they are stored.
    package var checksum: Checksum

    /// Creates a value.
    package init(bytes: UInt64, checksum: Checksum) {
        self.bytes = bytes
        self.checksum = checksum
    }
}
