#pragma once
#include <cblas.h>
#include <stdlib.h>
#include <string.h>

// OpenBLAS with threads of its own starts one a core as soon as it is loaded. Each looks for work for some 30 ms, giving
// its core away and asking for it again all the time, before it sleeps. Others have none of this, or not by this name.
__attribute__((weak)) int blas_thread_shutdown_(void);

/// Ends the threads of OpenBLAS; it starts them again when a product is to have more than one.
static inline void nn_end_blas_threads(void) {
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}

// Choose the kernels that fit the processor, in an OpenBLAS that has those of several.
__attribute__((weak)) void gotoblas_dynamic_quit(void);
__attribute__((weak)) void gotoblas_dynamic_init(void);

/// Gives OpenBLAS kernels of the processor's own generation where it has chosen those of 2004.
///
/// It does so for every processor that is newer than itself: until 0.3.25 for those of Intel
/// (github.com/OpenMathLib/OpenBLAS/issues/4267), and an Emerald Rapids multiplied at 26 GFLOP/s a core, not at 110. What
/// the environment asks for stays. No product may be under way, and no other thread may read the environment.
static inline void nn_mend_blas_kernels(void) {
#if defined(__x86_64__)
    static const char variable[] = "OPENBLAS_CORETYPE";
    if (!gotoblas_dynamic_quit || !gotoblas_dynamic_init || getenv(variable)) return;
    if (strcmp(openblas_get_corename(), "Prescott") != 0 || !__builtin_cpu_supports("x86-64-v3")) return;
    // By the environment alone can it be told; what was there, nothing, is there again afterwards.
    setenv(variable, __builtin_cpu_supports("x86-64-v4") ? "SkylakeX" : "Haswell", 1);
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv(variable);
#endif
}
