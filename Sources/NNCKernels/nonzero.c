// Products with a matrix X of which many numbers are 0, as pixels are: multiplications by those are left out.
//
// A number of X takes a row of the other factor, so that the sums of many units at a time stay in registers while marks say
// which numbers come next. With half of Fashion-MNIST's pixels 0, a layer of 784 × 128 takes half of OpenBLAS's time on a
// Zen 4, forward and back.
#include <string.h>
#include "kinds.h"
#include "nn_kernels.h"

#define INLINE static inline __attribute__((always_inline))

enum { MARKS = NN_NONZERO_MARKS };

// Words of marks that are taken together: the end of each row's loop over them is guessed wrong by the processor, and so
// comes half as often with two; as long as the first cache, of 32 KiB, has room for as many numbers and more.
#define SPAN(WIDTH) ((WIDTH) <= 4 ? 2 : 1)
enum { FACTORS = MARKS * 8 };

typedef float Vector_f32 __attribute__((vector_size(64)));
typedef double Vector_f64 __attribute__((vector_size(64)));
// The same where it needn't begin a line of the cache.
typedef float Loose_f32 __attribute__((vector_size(64), aligned(4)));
typedef double Loose_f64 __attribute__((vector_size(64), aligned(8)));
enum { LANES_f32 = 16, LANES_f64 = 8 };
// A bit a lane.
typedef _Bool Bits_f32 __attribute__((ext_vector_type(16)));
typedef _Bool Bits_f64 __attribute__((ext_vector_type(8)));
typedef uint16_t Word_f32;
typedef uint8_t Word_f64;

#define MARKING(T, NAME)                                                                                              \
    INLINE void mark_##NAME(nn_nonzero_##NAME x, uint32_t *marks) {                                                   \
        enum { LANES = LANES_##NAME };                                                                                \
        for (size_t row = 0; row < x.rows; row++)                                                                     \
            for (size_t first = 0; first < x.columns; first += MARKS, marks++) {                                      \
                const T *numbers = x.numbers + row * x.columns + first;                                               \
                *marks = 0;                                                                                           \
                if (first + MARKS <= x.columns)                                                                       \
                    for (int i = 0; i < MARKS; i += LANES) {                                                          \
                        Bits_##NAME bits =                                                                            \
                            __builtin_convertvector(*(const Loose_##NAME *)(numbers + i) != 0, Bits_##NAME);          \
                        *marks |= (uint32_t)__builtin_bit_cast(Word_##NAME, bits) << i;                               \
                    }                                                                                                 \
                else                                                                                                  \
                    for (size_t i = 0; first + i < x.columns; i++) *marks |= (uint32_t)(numbers[i] != 0) << i;        \
            }                                                                                                         \
    }

// Copies a part of some rows to where it is side by side, so that vectors lie within lines of the cache and rows don't
// compete for the same ones.
#define GATHERING(T, NAME)                                                                                            \
    INLINE void gather_##NAME(                                                                                        \
        const T *restrict rows, size_t count, size_t stride, int width, Vector_##NAME *restrict gathered) {           \
        for (size_t row = 0; row < count; row++)                                                                      \
            for (int i = 0; i < width; i++)                                                                           \
                gathered[row * width + i] = *(const Loose_##NAME *)(rows + row * stride + i * LANES_##NAME);          \
    }

// Z of WIDTH vectors of units, of all rows: a part of X's columns at a time, whose rows of W the first cache holds.
#define WEIGHING(T, NAME)                                                                                             \
    INLINE void weigh_tile_##NAME(                                                                                    \
        nn_nonzero_##NAME x, const T *restrict weights, const T *restrict biases, size_t units, T *restrict z,        \
        int width) {                                                                                                  \
        enum { LANES = LANES_##NAME };                                                                                \
        Vector_##NAME factors[FACTORS];                                                                               \
        size_t words = (x.columns + MARKS - 1) / MARKS, span = SPAN(width);                                           \
        for (size_t word = 0; word < words; word += span) {                                                           \
            size_t first = word * MARKS;                                                                              \
            size_t columns = x.columns - first < span * MARKS ? x.columns - first : span * MARKS;                     \
            gather_##NAME(weights + first * units, columns, units, width, factors);                                   \
            for (size_t row = 0; row < x.rows; row++) {                                                               \
                const uint32_t *of_row = x.marks + row * words + word;                                                \
                uint64_t marks = of_row[0];                                                                           \
                if (span == 2 && word + 1 < words) marks |= (uint64_t)of_row[1] << MARKS;                             \
                if (marks == 0 && word > 0) continue;                                                                 \
                const T *numbers = x.numbers + row * x.columns + first;                                               \
                T *target = z + row * units;                                                                          \
                const T *start = word == 0 ? biases : target;                                                         \
                Vector_##NAME sums[8];                                                                                \
                for (int i = 0; i < width; i++) sums[i] = *(const Loose_##NAME *)(start + i * LANES);                 \
                for (; marks != 0; marks &= marks - 1) {                                                              \
                    int place = __builtin_ctzll(marks);                                                               \
                    for (int i = 0; i < width; i++) sums[i] += numbers[place] * factors[place * width + i];           \
                }                                                                                                     \
                for (int i = 0; i < width; i++) *(Loose_##NAME *)(target + i * LANES) = sums[i];                      \
            }                                                                                                         \
        }                                                                                                             \
    }

// Some columns of Xᵀ·Δ, of WIDTH vectors of units: a part of X's rows at a time, whose Δ the first cache holds. Two columns
// at a time: pixels beside each other are mostly 0 together, and share the numbers of Δ.
#define DIFFERENTIATING(T, NAME)                                                                                      \
    INLINE void differentiate_tile_##NAME(                                                                            \
        nn_nonzero_##NAME x, size_t first, size_t end, const T *restrict deltas, size_t units, T scale,               \
        T *restrict gradient, int width) {                                                                            \
        enum { LANES = LANES_##NAME };                                                                                \
        Vector_##NAME factors[FACTORS];                                                                               \
        size_t words = (x.columns + MARKS - 1) / MARKS, most = SPAN(width) * MARKS;                                   \
        for (size_t top = 0; top < x.rows; top += most) {                                                             \
            size_t rows = x.rows - top < most ? x.rows - top : most;                                                  \
            gather_##NAME(deltas + top * units, rows, units, width, factors);                                         \
            T factor = top + most < x.rows ? 1 : scale;                                                               \
            uint64_t of_columns[MARKS];                                                                               \
            for (size_t column = first; column < end; column += 2) {                                                  \
                size_t place = column % MARKS;                                                                        \
                if (place == 0) turn_marks(x.marks + top * words + column / MARKS, rows, words, of_columns);          \
                /* The second of an odd number of columns is the first once more. */                                  \
                size_t second = column + 1 < end ? 1 : 0;                                                             \
                T *left = gradient + (column - first) * units, *right = left + second * units;                        \
                Vector_##NAME left_sums[8] = {0}, right_sums[8] = {0};                                                \
                for (int i = 0; top > 0 && i < width; i++) {                                                          \
                    left_sums[i] = *(const Loose_##NAME *)(left + i * LANES);                                         \
                    right_sums[i] = *(const Loose_##NAME *)(right + i * LANES);                                       \
                }                                                                                                     \
                for (uint64_t marks = of_columns[place] | of_columns[place + second]; marks != 0; marks &= marks - 1) { \
                    size_t row = (size_t)__builtin_ctzll(marks);                                                      \
                    const T *numbers = x.numbers + (top + row) * x.columns + column;                                  \
                    for (int i = 0; i < width; i++) {                                                                 \
                        left_sums[i] += numbers[0] * factors[row * width + i];                                        \
                        right_sums[i] += numbers[second] * factors[row * width + i];                                  \
                    }                                                                                                 \
                }                                                                                                     \
                for (int i = 0; i < width; i++) {                                                                     \
                    *(Loose_##NAME *)(right + i * LANES) = factor * right_sums[i];                                    \
                    *(Loose_##NAME *)(left + i * LANES) = factor * left_sums[i];                                      \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
    }

// The marks of MARKS columns, a row a bit, from those of up to twice as many rows, which lie `stride` words apart.
INLINE void turn_marks(const uint32_t *marks, size_t rows, size_t stride, uint64_t *of_columns) {
    for (int column = 0; column < MARKS; column++) of_columns[column] = 0;
    for (size_t first = 0; first < rows; first += MARKS) {
        uint32_t turned[MARKS] = {0};
        for (size_t row = 0; row < MARKS && first + row < rows; row++) {
            uint32_t of_row = marks[(first + row) * stride];
            for (int column = 0; column < MARKS; column++) turned[column] |= (of_row >> column & 1) << row;
        }
        for (int column = 0; column < MARKS; column++) of_columns[column] |= (uint64_t)turned[column] << first;
    }
}

// A row of units, which are as many as a vector has lanes or more, in tiles of at most WIDEST vectors. The last tile ends
// with the row, if need be over units of the one before, which come to the same once more.
#define CASE(WIDTH, TILE)                                                                                             \
    case WIDTH: TILE(WIDTH); break;
#define TILES(WIDEST, LANES, TILE)                                                                                    \
    for (size_t done = 0, width; done < units; done += width * (LANES)) {                                             \
        width = (units - done + (LANES)-1) / (LANES);                                                                 \
        if (width > (WIDEST)) width = (WIDEST);                                                                       \
        if (width * (LANES) > units) width = units / (LANES);                                                         \
        size_t at = done + width * (LANES) <= units ? done : units - width * (LANES);                                 \
        switch (width) {                                                                                              \
            CASE(1, TILE) CASE(2, TILE) CASE(3, TILE) CASE(4, TILE)                                                   \
            CASE(5, TILE) CASE(6, TILE) CASE(7, TILE) CASE(8, TILE)                                                   \
        }                                                                                                             \
    }

#define PRODUCTS(TARGET, KIND, T, NAME, FORWARD, BACK)                                                                \
    TARGET static void KIND##_mark_##NAME(nn_nonzero_##NAME x, uint32_t *marks) { mark_##NAME(x, marks); }            \
    TARGET static void KIND##_weigh_##NAME(                                                                           \
        nn_nonzero_##NAME x, const T *weights, const T *biases, size_t units, T *z) {                                 \
        TILES(FORWARD, LANES_##NAME, WEIGH_TILE_##NAME)                                                               \
    }                                                                                                                 \
    TARGET static void KIND##_differentiate_##NAME(                                                                   \
        nn_nonzero_##NAME x, size_t first, size_t end, const T *deltas, size_t units, T scale, T *gradient) {         \
        TILES(BACK, LANES_##NAME, DIFFERENTIATE_TILE_##NAME)                                                          \
    }
#define WEIGH_TILE_f32(WIDTH) weigh_tile_f32(x, weights + at, biases + at, units, z + at, WIDTH)
#define WEIGH_TILE_f64(WIDTH) weigh_tile_f64(x, weights + at, biases + at, units, z + at, WIDTH)
#define DIFFERENTIATE_TILE_f32(WIDTH)                                                                                 \
    differentiate_tile_f32(x, first, end, deltas + at, units, scale, gradient + at, WIDTH)
#define DIFFERENTIATE_TILE_f64(WIDTH)                                                                                 \
    differentiate_tile_f64(x, first, end, deltas + at, units, scale, gradient + at, WIDTH)

MARKING(float, f32)
MARKING(double, f64)
GATHERING(float, f32)
GATHERING(double, f64)
WEIGHING(float, f32)
WEIGHING(double, f64)
DIFFERENTIATING(float, f32)
DIFFERENTIATING(double, f64)

// Tiles as wide as there are registers for their sums.
#define KINDS(T, NAME)                                                                                                \
    PRODUCTS(, plain, T, NAME, 4, 2)                                                                                  \
    WIDER(T, NAME)                                                                                                    \
    void nn_mark_nonzero_##NAME(nn_nonzero_##NAME x, uint32_t *marks) { CHOOSE(mark_##NAME)(x, marks); }              \
    void nn_weigh_nonzero_##NAME(nn_nonzero_##NAME x, const T *weights, const T *biases, size_t units, T *z) {        \
        CHOOSE(weigh_##NAME)(x, weights, biases, units, z);                                                           \
    }                                                                                                                 \
    void nn_differentiate_nonzero_##NAME(                                                                             \
        nn_nonzero_##NAME x, size_t first, size_t end, const T *deltas, size_t units, T scale, T *gradient) {         \
        CHOOSE(differentiate_##NAME)(x, first, end, deltas, units, scale, gradient);                                  \
    }

#if defined(V3)
#define WIDER(T, NAME) PRODUCTS(V3, v3, T, NAME, 4, 3) PRODUCTS(V4, v4, T, NAME, 8, 8)
#else
#define WIDER(T, NAME)
#endif

KINDS(float, f32)
KINDS(double, f64)
