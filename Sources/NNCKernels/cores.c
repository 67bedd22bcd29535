// In C since Swift doesn't see what glibc calls extensions.
#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif
#include "nn_kernels.h"

int nn_current_core(void) {
#if defined(__linux__)
    return sched_getcpu();
#else
    return -1;
#endif
}

void nn_leave_core(const int *others, size_t count) {
#if defined(__linux__)
    cpu_set_t allowed, target;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    for (int core = 0; core < CPU_SETSIZE; core++) {
        int is_free = CPU_ISSET(core, &allowed);
        for (size_t i = 0; i < count; i++) is_free = is_free && others[i] != core;
        if (!is_free) continue;
        CPU_ZERO(&target);
        CPU_SET(core, &target);
        sched_setaffinity(0, sizeof target, &target);
        sched_setaffinity(0, sizeof allowed, &allowed);
        return;
    }
#else
    (void)others, (void)count;
#endif
}
