// The dual form of a first layer: rows of a matrix times a matrix of a few columns, and what is added to that. OpenBLAS packs
// both before it multiplies, and does a product of 209 × 209 and 209 × 7 numbers at 11 GFLOP/s on one core of a Zen 3; this
// does it at 47 on a Zen 4.
#include <string.h>
#include "kinds.h"
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

#define INLINE static inline __attribute__((always_inline))

typedef double Eight __attribute__((vector_size(64), aligned(8)));

#define STORE(T, COUNT)                                                                                               \
    case COUNT: memcpy(target, numbers, COUNT * sizeof(T)); break;

// A tile of HEIGHT rows and eight columns keeps its sums in registers; what a row comes to depends on itself alone.
#define WEIGHING(TARGET, KIND, HEIGHT, T, NAME)                                                                       \
    TARGET static void KIND##_weigh_rows_##NAME(                                                                      \
        const double *restrict k, size_t inner, const size_t *restrict rows, size_t count, const double *restrict c,  \
        const double *restrict start, size_t columns, double share, const T *restrict biases, size_t units,           \
        T *restrict z) {                                                                                              \
        for (size_t column = 0; column < units; column += 8) {                                                        \
            size_t wanted = units - column < 8 ? units - column : 8;                                                  \
            T bias[8] = {0};                                                                                          \
            for (size_t i = 0; i < wanted; i++) bias[i] = biases[column + i];                                         \
            for (size_t first = 0; first < count; first += HEIGHT) {                                                  \
                /* Beyond the end the last row is taken once more, and what comes of it is left. */                   \
                const double *row[HEIGHT];                                                                            \
                for (size_t i = 0; i < HEIGHT; i++)                                                                   \
                    row[i] = k + inner * rows[first + i < count ? first + i : count - 1];                             \
                Eight sum[HEIGHT] = {0};                                                                              \
                for (size_t j = 0; j < inner; j++) {                                                                  \
                    Eight factor = *(const Eight *)(c + j * columns + column);                                        \
                    for (size_t i = 0; i < HEIGHT; i++) sum[i] += row[i][j] * factor;                                 \
                }                                                                                                     \
                for (size_t i = 0; i < HEIGHT && first + i < count; i++) {                                            \
                    Eight all = share * *(const Eight *)(start + rows[first + i] * columns + column) + sum[i];        \
                    T numbers[8], *target = z + (first + i) * units + column;                                         \
                    for (int n = 0; n < 8; n++) numbers[n] = (T)all[n] + bias[n];                                     \
                    switch (wanted) {                                                                                 \
                        STORE(T, 1) STORE(T, 2) STORE(T, 3) STORE(T, 4)                                               \
                        STORE(T, 5) STORE(T, 6) STORE(T, 7) STORE(T, 8)                                               \
                    }                                                                                                 \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
    }

#define CHOICE(T, NAME)                                                                                               \
    void nn_weigh_rows_##NAME(                                                                                        \
        const double *k, size_t inner, const size_t *rows, size_t count, const double *c, const double *start,        \
        size_t columns, double share, const T *biases, size_t units, T *z) {                                          \
        CHOOSE(weigh_rows_##NAME)(k, inner, rows, count, c, start, columns, share, biases, units, z);                 \
    }

WEIGHING(, plain, 4, float, f32)
WEIGHING(, plain, 4, double, f64)
#if defined(V3)
// Eight rows where a vector is a register, so that no sum waits for itself.
WEIGHING(V3, v3, 4, float, f32)
WEIGHING(V3, v3, 4, double, f64)
WEIGHING(V4, v4, 8, float, f32)
WEIGHING(V4, v4, 8, double, f64)
#endif
CHOICE(float, f32)
CHOICE(double, f64)

// Some units of Δ, their number being known to the compiler.
#define UNITS(T)                                                                                                      \
    INLINE void add_units_##T(                                                                                        \
        double *restrict c, size_t columns, size_t first, size_t end, const size_t *restrict rows, size_t count,      \
        const T *restrict deltas, size_t stride, size_t units, double factor) {                                       \
        for (size_t i = 0; i < count; i++) {                                                                          \
            if (rows[i] < first || rows[i] >= end) continue;                                                          \
            double *row = c + rows[i] * columns;                                                                      \
            for (size_t unit = 0; unit < units; unit++) row[unit] += factor * (double)deltas[i * stride + unit];      \
        }                                                                                                             \
    }

#define ADD(T, COUNT) add_units_##T(c + unit, columns, first, end, rows, count, deltas + unit, units, COUNT, factor)
#define CASE(T, COUNT)                                                                                                \
    case COUNT: ADD(T, COUNT); break;

#define ADDING(T, NAME)                                                                                               \
    UNITS(T)                                                                                                          \
    WIDE void nn_add_rows_##NAME(                                                                                     \
        double *restrict c, size_t columns, size_t first, size_t end, const size_t *restrict rows, size_t count,      \
        const T *restrict deltas, size_t units, double factor) {                                                      \
        for (size_t unit = 0; unit < units; unit += 8) switch (units - unit) {                                        \
                CASE(T, 1) CASE(T, 2) CASE(T, 3) CASE(T, 4) CASE(T, 5) CASE(T, 6) CASE(T, 7)                          \
            default: ADD(T, 8);                                                                                       \
            }                                                                                                         \
    }

ADDING(float, f32)
ADDING(double, f64)
