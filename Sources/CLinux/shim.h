// What the Glibc module lacks because it is read without _GNU_SOURCE: functions of glibc, declared as glibc does.
#include <fcntl.h>
#include <sys/types.h>

extern int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);

// SYNC_FILE_RANGE_WRITE: begin to write, wait for nothing.
static const unsigned int clinux_begin_writing = 2;
// O_DIRECT, whose number depends on the processor.
static const int clinux_past_the_cache = __O_DIRECT;
