#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

// Inner loops in C, for the sake of instructions that Swift can't be told to use on processors that have them. They hold
// no decisions and check nothing: the Swift code beside each of them does.

/// The compression function of SHA-256 (FIPS 180-4, section 6.2.2) over `count` blocks of 64 bytes.
void nn_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/// The same of two messages at a time, which on one core takes little longer than one.
void nn_sha256_pairs(uint32_t *const states[2], const uint8_t *const blocks[2], size_t count);

/// The same in plain code, for tests on machines that have the instructions.
void nn_sha256_portable_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/// Cuts `count` words of `size` bytes (2, 4 or 8) into byte planes of `count` bytes each, the most significant first and
/// one behind the other, each word rotated left by `rotation` bits (0 or 1) before.
void nn_split_planes(const void *words, uint8_t *planes, size_t count, int size, int rotation);

/// Puts words together again from `size` planes of `count` bytes each; the inverse of `nn_split_planes`.
void nn_merge_planes(const uint8_t *const *planes, void *words, size_t count, int size, int rotation);

// Each of `count` numbers or bytes x becomes (x − offset) / divisor, to the last bit; offset and divisor are the same for
// all, or each has its own. Numbers may be replaced where they are.
#define NN_SCALING(T, NAME)                                                                                           \
    void nn_scale_##NAME(const T *values, T *numbers, size_t count, T offset, T divisor);                             \
    void nn_scale_each_##NAME(                                                                                        \
        const T *values, T *numbers, size_t count, const T *offsets, const T *divisors);                              \
    void nn_scale_bytes_##NAME(const uint8_t *bytes, T *numbers, size_t count, T offset, T divisor);                  \
    void nn_scale_bytes_each_##NAME(                                                                                  \
        const uint8_t *bytes, T *numbers, size_t count, const T *offsets, const T *divisors);

NN_SCALING(float, f32)
NN_SCALING(double, f64)

// `weigh` gives Z = W·A + b of one example, with W of `units` rows of `inputs` numbers as a model stores them, each converted
// to float or double in a register; those of int8 are multiplied by the scale of their row as float, others have no scales.
// What a unit comes to has the same bits on every processor, and depends on its own row alone.
//
// `widen` converts `count` stored numbers in the same way, which are of one row where they are of int8.
#define NN_STORED(STORED, T, NAME)                                                                                    \
    void nn_weigh_##STORED##_##NAME(                                                                                  \
        const void *weights, const float *scales, const T *biases, const T *a, size_t units, size_t inputs, T *z);    \
    void nn_widen_##STORED##_##NAME(const void *stored, float scale, size_t count, T *numbers);

NN_STORED(float64, float, f32)
NN_STORED(float32, float, f32)
NN_STORED(float16, float, f32)
NN_STORED(bfloat16, float, f32)
NN_STORED(int8, float, f32)
NN_STORED(float64, double, f64)
NN_STORED(float32, double, f64)
NN_STORED(float16, double, f64)
NN_STORED(bfloat16, double, f64)
NN_STORED(int8, double, f64)

// The same as with float16 in plain code, for tests on machines that have an instruction for it.
void nn_weigh_portable_float16_f32(
    const void *weights, const float *scales, const float *biases, const float *a, size_t units, size_t inputs, float *z);
void nn_weigh_portable_float16_f64(
    const void *weights, const float *scales, const double *biases, const double *a, size_t units, size_t inputs,
    double *z);

/// Whether this processor has what `nn_crc32_fold` needs.
int nn_crc32_folds(void);

/// The CRC-32, as zlib has it, of bytes of which `crc` is that of those before: `count` is a multiple of 16, and 64 at
/// least. To be called only where `nn_crc32_folds` says so.
uint32_t nn_crc32_fold(uint32_t crc, const uint8_t *bytes, size_t count);

// One update of parameters w by a gradient, for every rule of NNTraining's `UpdateStep`, which has the formulas. All arrays
// are of `count` numbers; the gradient is multiplied by `scale` before anything else. They may be any part of a network's
// parameters: every number is updated by itself.
#define NN_UPDATES(T, NAME)                                                                                           \
    void nn_descend_##NAME(T *w, const T *g, size_t count, T scale, T rate, T decay);                                 \
    void nn_roll_##NAME(                                                                                              \
        T *w, const T *g, T *m, size_t count, T scale, T momentum, T along, T rolled, T decay);                       \
    void nn_normalize_##NAME(                                                                                         \
        T *w, const T *g, T *v, size_t count, T scale, T rate, T keep, T take, T epsilon, T decay);                   \
    void nn_adapt_##NAME(                                                                                             \
        T *w, const T *g, T *m, T *v, size_t count, T scale, T step, T correction, T keep1, T take1, T keep2,         \
        T take2, T epsilon, T decay, T shrinkage);

NN_UPDATES(float, f32)
NN_UPDATES(double, f64)

/// A look at a matrix: its first number, and how far it is from there to the next row and to the next column.
typedef struct {
    const float *first;
    size_t row, column;
} nn_view_f32;
typedef struct {
    const double *first;
    size_t row, column;
} nn_view_f64;

// C = scale · A·B, or C + scale · A·B where `adding`: A has `rows` rows and `inner` columns, B `inner` rows and `columns`
// columns, and C rows of `stride` numbers. Each number of C depends on its row of A and its column of B alone.
void nn_multiply_small_f32(
    nn_view_f32 a, nn_view_f32 b, size_t rows, size_t inner, size_t columns, float scale, int adding, float *c,
    size_t stride);
void nn_multiply_small_f64(
    nn_view_f64 a, nn_view_f64 b, size_t rows, size_t inner, size_t columns, double scale, int adding, double *c,
    size_t stride);

// Z = a · start + K·C + b, of those `count` rows of K and start that `rows` names; b is added in the precision of Z.
//
// K is inner × inner; C and start have `inner` rows of `columns` numbers, a multiple of eight, of which the first `units`
// count; Z is count × units. Each row of Z depends on its own row of K alone.
void nn_weigh_rows_f32(
    const double *k, size_t inner, const size_t *rows, size_t count, const double *c, const double *start,
    size_t columns, double a, const float *b, size_t units, float *z);
void nn_weigh_rows_f64(
    const double *k, size_t inner, const size_t *rows, size_t count, const double *c, const double *start,
    size_t columns, double a, const double *b, size_t units, double *z);

/// A matrix with many zeros, row-major: `rows` × `columns` numbers, and which of them aren't 0. A row's marks are as many
/// words as `NN_NONZERO_MARKS` columns each need, the first column in the lowest bit.
typedef struct {
    const float *numbers;
    const uint32_t *marks;
    size_t rows, columns;
} nn_nonzero_f32;
typedef struct {
    const double *numbers;
    const uint32_t *marks;
    size_t rows, columns;
} nn_nonzero_f64;

enum { NN_NONZERO_MARKS = 32 };

// Products that leave out multiplications by zeros of X. `units` is 16 at least.
//
// `mark` finds the marks of X. `weigh` is Z = X·W + b, of shape rows × units; W has X.columns rows of `units` numbers. Each
// row of Z depends on its own row of X alone. `differentiate` is scale · Xᵀ·Δ for the columns of X from `first`, a multiple
// of `NN_NONZERO_MARKS`, until `end`, which is another or the number of columns; of shape (end − first) × units.
#define NN_NONZERO(T, NAME)                                                                                           \
    void nn_mark_nonzero_##NAME(nn_nonzero_##NAME x, uint32_t *marks);                                                \
    void nn_weigh_nonzero_##NAME(nn_nonzero_##NAME x, const T *weights, const T *biases, size_t units, T *z);         \
    void nn_differentiate_nonzero_##NAME(                                                                             \
        nn_nonzero_##NAME x, size_t first, size_t end, const T *deltas, size_t units, T scale, T *gradient);

NN_NONZERO(float, f32)
NN_NONZERO(double, f64)

/// Adds the products of `count` rows of bytes from `first` on with all rows up to each to the lower triangle of K,
/// `rows` × `rows`, which is exact as long as K holds whole numbers below 2^53. X has `rows` rows of `width` bytes.
void nn_multiply_bytes(const uint8_t *x, size_t width, size_t first, size_t count, size_t rows, double *k);

/// The same in plain code, for tests on machines that have the instructions.
void nn_multiply_bytes_portably(
    const uint8_t *x, size_t width, size_t first, size_t count, size_t rows, double *k);

// Adds `factor` times the `count` rows of Δ, of `units` numbers each, to those rows of C that `rows` names, if they are
// from `first` on and before `end`. C has rows of `columns` numbers, of which the first `units` count.
void nn_add_rows_f32(
    double *c, size_t columns, size_t first, size_t end, const size_t *rows, size_t count, const float *deltas,
    size_t units, double factor);
void nn_add_rows_f64(
    double *c, size_t columns, size_t first, size_t end, const size_t *rows, size_t count, const double *deltas,
    size_t units, double factor);

/// Has memory send bytes to the cache, without waiting for them.
static inline void nn_fetch(const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i += 64) __builtin_prefetch((const char *)bytes + i);
}

/// Makes this thread take numbers that are too small to be normal for 0, and write 0 for them, where the processor is an
/// x86; others lose no time over them.
///
/// - Returns: what `nn_restore_subnormals` is to be given.
uint32_t nn_flush_subnormals(void);

/// Makes this thread calculate again as it did before `nn_flush_subnormals`.
void nn_restore_subnormals(uint32_t before);

/// Tells the processor that this thread only waits for another.
static inline void nn_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// The core that this thread runs on; −1 where that can't be told.
int nn_current_core(void);

/// Moves this thread to a core that it may use and that is none of the `count` others, if there is one, and leaves it free
/// to be moved again.
void nn_leave_core(const int *others, size_t count);

// A = max(Z, 0) in place of Z, and Δ ⊙ g′(Z) in place of Δ, where A does as well as Z.
void nn_relu_f32(float *z, size_t count);
void nn_relu_f64(double *z, size_t count);
void nn_relu_slope_f32(float *delta, const float *z, size_t count);
void nn_relu_slope_f64(double *delta, const double *z, size_t count);

// The sums of `columns` columns over `count` rows, which lie `stride` numbers apart, each times `scale`.
void nn_sum_rows_f32(const float *rows, size_t count, size_t stride, size_t columns, float scale, float *sums);
void nn_sum_rows_f64(const double *rows, size_t count, size_t stride, size_t columns, double scale, double *sums);

/// Cuts a row of `width` pixels of three samples into planes of one, `plane_bytes` apart.
void nn_split_pixels(const uint8_t *row, size_t width, uint8_t *planes, size_t plane_bytes);

/// Resamples a row of pixels, given as 1 or 3 planes that are `plane_bytes` apart, to `count` pixels of as many samples.
///
/// Pixel i is a weighted sum of `stride` pixels (a multiple of 16), of which `first[i]` is the first. The weight of each
/// is high · 2^15 + low, and 2^22 make one; `weights` holds `stride` high parts, `stride` low ones from 0, and so on. Sums
/// are rounded, and held within 0 and 255; whole ones must be less than 2^31 - 2^21 either way, parts needn't be.
void nn_resample_row(
    const uint8_t *planes, size_t plane_bytes, int channels, const int32_t *first, const int16_t *weights,
    size_t stride, size_t count, uint8_t *target);

/// The same in plain code, for tests on machines that have the instructions.
void nn_resample_portable_row(
    const uint8_t *planes, size_t plane_bytes, int channels, const int32_t *first, const int16_t *weights,
    size_t stride, size_t count, uint8_t *target);

/// One line of `count` samples, each a weighted sum of those above each other in `taps` lines that are `line_bytes`
/// apart; 2^22 make a weight of one. Rounded and held as above.
void nn_resample_column(
    const uint8_t *lines, size_t line_bytes, const int32_t *weights, size_t taps, size_t count, uint8_t *target);

/// Has the disk begin to take over a part of an open file, without waiting for it. Linux alone can be told so.
void nn_begin_writeback(int file, int64_t offset, int64_t count);

/// Has freed memory given back to the system, but for some megabytes a thread.
///
/// glibc learns from what is freed to keep up to 64 MiB at the end of each of its heaps, and to put blocks of up to 32 MiB
/// there. Once told, it stops learning. Other C libraries don't learn.
static inline void nn_give_back_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}
