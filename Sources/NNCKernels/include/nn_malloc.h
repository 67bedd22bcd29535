#pragma once

#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Has freed memory given back to the system, but for some megabytes a thread.
///
/// glibc learns from what is freed to keep up to 64 MiB at the end of each of its heaps, and to put blocks of up to 32 MiB
/// there. Once told, it stops learning. Other C libraries don't learn.
static inline void nn_give_back_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}
