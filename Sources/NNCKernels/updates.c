// The loops of the optimizers. In C since Swift can't be told to use wider vectors than every x86-64 has: Adam's takes
// half of the time with AVX2.
#include "nn_kernels.h"

// No fused multiply-add, so that an update has the same bits with and without AVX2.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3","default")))
#else
#define WIDE
#endif

// √v of a v that is never negative, without a branch for errno.
#define ROOT(v) __builtin_elementwise_sqrt(v)

#define UPDATES(T, NAME)                                                                                              \
    WIDE void nn_descend_##NAME(T *restrict w, const T *restrict g, size_t count, T scale, T rate, T decay) {         \
        for (size_t i = 0; i < count; i++) w[i] -= rate * (scale * g[i] + decay * w[i]);                              \
    }                                                                                                                 \
    WIDE void nn_roll_##NAME(                                                                                         \
        T *restrict w, const T *restrict g, T *restrict m, size_t count, T scale, T momentum, T along, T rolled,      \
        T decay) {                                                                                                    \
        for (size_t i = 0; i < count; i++) {                                                                          \
            T slope = scale * g[i] + decay * w[i];                                                                    \
            m[i] = momentum * m[i] + slope;                                                                           \
            w[i] -= along * slope + rolled * m[i];                                                                    \
        }                                                                                                             \
    }                                                                                                                 \
    WIDE void nn_normalize_##NAME(                                                                                    \
        T *restrict w, const T *restrict g, T *restrict v, size_t count, T scale, T rate, T keep, T take, T epsilon,  \
        T decay) {                                                                                                    \
        for (size_t i = 0; i < count; i++) {                                                                          \
            T slope = scale * g[i] + decay * w[i];                                                                    \
            v[i] = keep * v[i] + take * (slope * slope);                                                              \
            w[i] -= rate * slope / (ROOT(v[i]) + epsilon);                                                            \
        }                                                                                                             \
    }                                                                                                                 \
    WIDE void nn_adapt_##NAME(                                                                                        \
        T *restrict w, const T *restrict g, T *restrict m, T *restrict v, size_t count, T scale, T step,              \
        T correction, T keep1, T take1, T keep2, T take2, T epsilon, T decay, T shrinkage) {                          \
        for (size_t i = 0; i < count; i++) {                                                                          \
            T slope = scale * g[i] + decay * w[i];                                                                    \
            m[i] = keep1 * m[i] + take1 * slope;                                                                      \
            v[i] = keep2 * v[i] + take2 * (slope * slope);                                                            \
            /* Not θ · (1 − αλ): a float32 that close to 1 has few digits left for αλ. */                             \
            w[i] -= shrinkage * w[i] + step * m[i] / (ROOT(v[i]) * correction + epsilon);                             \
        }                                                                                                             \
    }

UPDATES(float, f32)
UPDATES(double, f64)
