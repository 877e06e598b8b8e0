import CAllocator

/// Settings of the C library's allocator.
enum Allocator {
    /// Blocks of 128 KiB and more get memory of their own for as long as the process lives.
    ///
    /// That is where the C library begins. But each time such a block is freed it raises the limit to the size of the block, up to
    /// 32 MiB, and from then on windows, pieces and messages lie scattered among small blocks in the heaps of all threads:
    /// a restore of 2,000,000 records took 52 MiB instead of 42, one of 200,000 takes 42. The CPU time is the same.
    static func keepsLargeBlocksApart() {
        _ = mallopt(M_MMAP_THRESHOLD, 128 << 10)
    }
}
