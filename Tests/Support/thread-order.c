// Preloaded by deep.sh into tests under the thread sanitizer: tells it the order of what it cannot see, for the libraries of
// Swift are not built for it. Each function stands here once more and goes on to the library's own, which `dlsym` finds.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Of the sanitizer; not there in processes without it, which inherit the preloading too.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

// `Mutex` is inlined where it is used, and seen there, but for the ways that a contended lock takes. The handle is passed as
// Swift passes `self`.
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK_SLOW "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t thread, SELF void *handle) __asm__(LOCK_SLOW);
SWIFT _Bool try_lock_slow(SELF void *handle) __asm__(TRY_LOCK_SLOW);
SWIFT void unlock_slow(SELF void *handle) __asm__(UNLOCK_SLOW);

SWIFT void lock_slow(uint32_t thread, SELF void *handle) {
    SWIFT void (*original)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, LOCK_SLOW);
    original(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT _Bool try_lock_slow(SELF void *handle) {
    SWIFT _Bool (*original)(SELF void *) = dlsym(RTLD_NEXT, TRY_LOCK_SLOW);
    _Bool locked = original(handle);
    if (locked && __tsan_acquire) __tsan_acquire(handle);
    return locked;
}

SWIFT void unlock_slow(SELF void *handle) {
    SWIFT void (*original)(SELF void *) = dlsym(RTLD_NEXT, UNLOCK_SLOW);
    if (__tsan_release) __tsan_release(handle);
    original(handle);
}

// What resumes a continuation releases its task (`resumeTaskAfterContinuation` of the runtime), and what runs a task acquires it.
// But a continuation that was resumed before it is awaited (`swift_continuation_await`) goes on where it is, without either. Behind
// each wait the task gives the memory of the call back, so that it is acquired there.
SWIFT void *swift_task_getCurrent(void) __attribute__((weak));
SWIFT void swift_task_dealloc(void *memory);

SWIFT void swift_task_dealloc(void *memory) {
    static _Atomic(SWIFT void (*)(void *)) original;
    SWIFT void (*next)(void *) = original;
    if (!next) original = next = dlsym(RTLD_NEXT, "swift_task_dealloc");
    if (__tsan_acquire && swift_task_getCurrent) __tsan_acquire(swift_task_getCurrent());
    next(memory);
}
