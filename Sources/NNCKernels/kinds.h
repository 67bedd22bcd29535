// Kinds of one function, of which the processor decides when it is called: plain_, and for an x86 under Linux v3_, of AVX2,
// and v4_, of AVX-512. That is for loops that differ in more than the width of their vectors; the others are cloned by the
// compiler.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define V3 __attribute__((target("arch=x86-64-v3")))
#define V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define CHOOSE(FUNCTION)                                                                                              \
    (__builtin_cpu_supports("x86-64-v4")   ? v4_##FUNCTION                                                            \
     : __builtin_cpu_supports("x86-64-v3") ? v3_##FUNCTION                                                            \
                                           : plain_##FUNCTION)
#else
#define CHOOSE(FUNCTION) plain_##FUNCTION
#endif
