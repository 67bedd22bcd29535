// In C since Swift doesn't see what glibc calls extensions.
#if defined(__linux__)
#define _GNU_SOURCE
#include <fcntl.h>
#endif
#include "nn_kernels.h"

void nn_begin_writeback(int file, int64_t offset, int64_t count) {
#if defined(__linux__)
    // A wish: where it is refused, as by a file system without a disk, nothing is lost.
    (void)sync_file_range(file, offset, count, SYNC_FILE_RANGE_WRITE);
#else
    (void)file, (void)offset, (void)count;
#endif
}
