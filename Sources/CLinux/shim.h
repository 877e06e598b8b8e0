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

// renameat2(2) with AT_FDCWD and RENAME_NOREPLACE: never in place of what has the name.
extern int renameat2(int, const char *, int, const char *, unsigned int);
static inline int clinux_rename_new(const char *path, const char *new_path) {
    return renameat2(AT_FDCWD, path, AT_FDCWD, new_path, 1);
}

// When what has a path was made, in nanoseconds since 1970, links not followed; -1 if nobody knows (statx(2)). Of ext2 to ext4, XFS,
// Btrfs and tmpfs only: network file systems guess, and guess again.
#include <linux/stat.h>
extern int statx(int, const char *, int, unsigned int, struct statx *);
static inline long long clinux_birth(const char *path) {
    struct statx status;
    struct statfs system;
    if (statfs(path, &system) != 0) return -1;
    const long type = (long)system.f_type;
    if (type != clinux_ext && type != clinux_xfs && type != 0x9123683E && type != 0x01021994) return -1;
    // AT_SYMLINK_NOFOLLOW, which also opens nothing that would be waited for.
    if (statx(AT_FDCWD, path, 0x100, STATX_BTIME, &status) != 0 || !(status.stx_mask & STATX_BTIME)) return -1;
    return status.stx_btime.tv_sec * 1000000000LL + status.stx_btime.tv_nsec;
}
