// Sums of the rows of a matrix, eight columns at a time so that the sums stay in registers.
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

#define SUMS(T, NAME)                                                                                                 \
    WIDE void nn_sum_rows_##NAME(                                                                                     \
        const T *restrict rows, size_t count, size_t stride, size_t columns, T scale, T *restrict sums) {             \
        size_t first = 0;                                                                                             \
        for (; first + 8 <= columns; first += 8) {                                                                    \
            T sum[8] = {0};                                                                                           \
            for (size_t row = 0; row < count; row++)                                                                  \
                for (size_t i = 0; i < 8; i++) sum[i] += rows[row * stride + first + i];                              \
            for (size_t i = 0; i < 8; i++) sums[first + i] = scale * sum[i];                                          \
        }                                                                                                             \
        for (; first < columns; first++) {                                                                            \
            T sum = 0;                                                                                                \
            for (size_t row = 0; row < count; row++) sum += rows[row * stride + first];                               \
            sums[first] = scale * sum;                                                                                \
        }                                                                                                             \
    }

SUMS(float, f32)
SUMS(double, f64)
