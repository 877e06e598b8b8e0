#include <xxhash.h>

// The library's plain functions use the oldest vector instructions of the processor's family; those behind the dispatcher
// the newest that it has, in a third of the instructions. Only x86 has a dispatcher.
#if (defined(__x86_64__) || defined(__i386__)) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
#undef XXH3_128bits_update
#define CXXHASH_UPDATE XXH3_128bits_update_dispatch
#else
#define CXXHASH_UPDATE XXH3_128bits_update
#endif

static inline XXH_errorcode cxxhash_update(XXH3_state_t *state, const void *bytes, size_t count) {
    return CXXHASH_UPDATE(state, bytes, count);
}
