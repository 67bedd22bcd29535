// Sums of the rows of a matrix, eight columns at a time so that the sums stay in registers.
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

#define INLINE static inline __attribute__((always_inline))

// The sums of some columns, their number being known to the compiler.
#define COLUMNS(T)                                                                                                    \
    INLINE void sum_columns_##T(                                                                                      \
        const T *restrict rows, size_t count, size_t stride, size_t columns, T scale, T *restrict sums) {             \
        T sum[8] = {0};                                                                                               \
        for (size_t row = 0; row < count; row++)                                                                      \
            for (size_t i = 0; i < columns; i++) sum[i] += rows[row * stride + i];                                    \
        for (size_t i = 0; i < columns; i++) sums[i] = scale * sum[i];                                                \
    }

#define CASE(T, COUNT)                                                                                                \
    case COUNT: sum_columns_##T(rows + first, count, stride, COUNT, scale, sums + first); break;

#define SUMS(T, NAME)                                                                                                 \
    COLUMNS(T)                                                                                                        \
    WIDE void nn_sum_rows_##NAME(                                                                                     \
        const T *restrict rows, size_t count, size_t stride, size_t columns, T scale, T *restrict sums) {             \
        for (size_t first = 0; first < columns; first += 8) switch (columns - first) {                                \
                CASE(T, 1) CASE(T, 2) CASE(T, 3) CASE(T, 4) CASE(T, 5) CASE(T, 6) CASE(T, 7)                          \
            default: sum_columns_##T(rows + first, count, stride, 8, scale, sums + first);                            \
            }                                                                                                         \
    }

SUMS(float, f32)
SUMS(double, f64)
