// What the Glibc module lacks because it is read without _GNU_SOURCE: functions of glibc, declared as glibc does.
#include <fcntl.h>
#include <sys/types.h>
#include <sys/uio.h>

extern int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);
extern ssize_t preadv2(int descriptor, const struct iovec *parts, int count, off_t offset, int flags);

// SYNC_FILE_RANGE_WRITE: begin to write, wait for nothing.
static const unsigned int clinux_begin_writing = 2;
// RWF_NOWAIT: only what can be had without waiting for the disk.
static const int clinux_only_from_cache = 8;
// O_DIRECT, whose number depends on the processor.
static const int clinux_past_the_cache = __O_DIRECT;
