// The loops of the relu. The Swift compiler makes a branch a number of them, which no processor foresees: in C they took
// a tenth of the time.
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

// Written so that NaN stays NaN.
#define RELU(T, NAME)                                                                                                 \
    WIDE void nn_relu_##NAME(T *restrict z, size_t count) {                                                           \
        for (size_t i = 0; i < count; i++) z[i] = z[i] <= 0 ? 0 : z[i];                                               \
    }                                                                                                                 \
    WIDE void nn_relu_slope_##NAME(T *restrict delta, const T *restrict z, size_t count) {                            \
        for (size_t i = 0; i < count; i++) delta[i] *= z[i] <= 0 ? (T)0 : (T)1;                                       \
    }

RELU(float, f32)
RELU(double, f64)
