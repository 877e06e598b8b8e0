import CAllocator
import Glibc

/// Settings of the C library's allocator.
enum Allocator {
    /// Memory that was freed is used again, instead of being given back to the system and taken anew.
    ///
    /// The C library keeps up to eight heaps for each core, and what is freed in one the others do not find: a restore of 2,000,000
    /// records took 52 to 57 MiB, one of 200,000 takes 44. With one heap for each core, at least two, it takes 48 MiB. Large blocks
    /// stay in those heaps: taken from the system each time they tripled the system time of restores of records of 100 KiB.
    static func reusesMemory() {
        _ = mallopt(M_ARENA_MAX, Int32(clamping: max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 128 << 20)
    }
}
