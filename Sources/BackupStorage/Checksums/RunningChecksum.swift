import CXXHash

/// Computes the checksum of bytes that come piece after piece (`Spec/manifest.md` §2).
///
/// `@unchecked`: its pointer is to a state that it creates and frees itself, and it cannot be copied.
package struct RunningChecksum: ~Copyable, @unchecked Sendable {
    private let state: OpaquePointer
    /// The number of bytes so far.
    package private(set) var count: UInt64 = 0

    /// Creates the checksum of no bytes.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    package init() throws(StorageError) {
        guard let state = XXH3_createState() else {
            throw StorageError(.invalid, "Failed to initialize a checksum: not enough memory")
        }
        XXH3_128bits_reset(state)
        self.state = state
    }

    deinit { XXH3_freeState(self.state) }

    /// Adds the next bytes.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        cxxhash_update(self.state, start, bytes.count)
        self.count += UInt64(bytes.count)
    }

    /// The checksum of all bytes so far.
    package var value: Checksum {
        let hash = XXH3_128bits_digest(self.state)
        return Checksum(high: hash.high64, low: hash.low64)
    }

    /// What is known of a file whose bytes were all added.
    package var storedFile: StoredFile { StoredFile(bytes: self.count, checksum: self.value) }
}
