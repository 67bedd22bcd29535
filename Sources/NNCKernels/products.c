// Products of matrices of some hundred numbers, which BLAS spends a microsecond or more on before it multiplies: those
// of layers of a few units.
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

#define INLINE static inline __attribute__((always_inline))

// Some columns of C, their number being known to the compiler, so that their sums stay in registers.
#define COLUMNS(T, VIEW)                                                                                              \
    INLINE void multiply_columns_##T(                                                                                 \
        VIEW a, VIEW b, size_t rows, size_t inner, size_t first, size_t count, T scale, int adding,                   \
        T *restrict c, size_t stride) {                                                                               \
        for (size_t i = 0; i < rows; i++) {                                                                           \
            T sums[8] = {0}, *target = c + i * stride + first;                                                        \
            const T *x = a.first + i * a.row, *y = b.first + first * b.column;                                        \
            for (size_t k = 0; k < inner; k++, x += a.column, y += b.row)                                             \
                for (size_t n = 0; n < count; n++) sums[n] += *x * y[n * b.column];                                   \
            for (size_t n = 0; n < count; n++) target[n] = (adding ? target[n] : 0) + scale * sums[n];                \
        }                                                                                                             \
    }

// A single column, of factors that lie side by side, their number being known to the compiler: it then keeps those of B.
#define SINGLE(T, VIEW)                                                                                               \
    INLINE void multiply_single_##T(                                                                                  \
        VIEW a, VIEW b, size_t rows, size_t inner, T scale, int adding, T *restrict c, size_t stride) {               \
        for (size_t i = 0; i < rows; i++) {                                                                           \
            T sum = 0;                                                                                                \
            for (size_t k = 0; k < inner; k++) sum += a.first[i * a.row + k] * b.first[k];                            \
            c[i * stride] = (adding ? c[i * stride] : 0) + scale * sum;                                               \
        }                                                                                                             \
    }

#define CASE(T, COUNT)                                                                                                \
    case COUNT: multiply_columns_##T(a, b, rows, inner, first, COUNT, scale, adding, c, stride); break;
#define ALL_COLUMNS(T)                                                                                                \
    for (size_t first = 0; first < columns; first += 8) switch (columns - first) {                                    \
            CASE(T, 1) CASE(T, 2) CASE(T, 3) CASE(T, 4) CASE(T, 5) CASE(T, 6) CASE(T, 7)                              \
        default: multiply_columns_##T(a, b, rows, inner, first, 8, scale, adding, c, stride);                         \
        }
#define SINGLE_CASE(T, INNER)                                                                                         \
    case INNER: return multiply_single_##T(a, b, rows, INNER, scale, adding, c, stride);

#define PRODUCT(T, NAME)                                                                                              \
    COLUMNS(T, nn_view_##NAME)                                                                                        \
    SINGLE(T, nn_view_##NAME)                                                                                         \
    WIDE void nn_multiply_small_##NAME(                                                                               \
        nn_view_##NAME a, nn_view_##NAME b, size_t rows, size_t inner, size_t columns, T scale, int adding,           \
        T *restrict c, size_t stride) {                                                                               \
        if (columns == 1 && a.column == 1 && b.row == 1) switch (inner) {                                             \
                SINGLE_CASE(T, 2) SINGLE_CASE(T, 3) SINGLE_CASE(T, 4) SINGLE_CASE(T, 5)                               \
                SINGLE_CASE(T, 6) SINGLE_CASE(T, 7) SINGLE_CASE(T, 8)                                                 \
            }                                                                                                         \
        if (b.column == 1) {                                                                                          \
            /* Known to the compiler, it makes vectors of the columns. */                                             \
            b.column = 1;                                                                                             \
            ALL_COLUMNS(T)                                                                                            \
        } else {                                                                                                      \
            ALL_COLUMNS(T)                                                                                            \
        }                                                                                                             \
    }

PRODUCT(float, f32)
PRODUCT(double, f64)
