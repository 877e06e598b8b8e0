// What the Glibc module lacks because it is read without _GNU_SOURCE: functions of glibc, declared as glibc does.
#include <fcntl.h>
#include <sys/types.h>

extern int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);

// SYNC_FILE_RANGE_WRITE: begin to write, wait for nothing.
static const unsigned int clinux_begin_writing = 2;
// O_DIRECT, whose number depends on the processor.
static const int clinux_past_the_cache = __O_DIRECT;

// The number of a file's file system, 0 if it has none; of ext2 to ext4, and of XFS (statfs(2)).
#include <sys/vfs.h>
static inline long clinux_file_system(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long)status.f_type : 0;
}
static const long clinux_ext = 0xEF53;
static const long clinux_xfs = 0x58465342;
