#pragma once
#include <cblas.h>

// OpenBLAS with threads of its own starts one a core as soon as it is loaded. Each looks for work for some 30 ms, giving
// its core away and asking for it again all the time, before it sleeps. Others have none of this, or not by this name.
__attribute__((weak)) int blas_thread_shutdown_(void);

/// Ends the threads of OpenBLAS; it starts them again when a product is to have more than one.
static inline void nn_end_blas_threads(void) {
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}
