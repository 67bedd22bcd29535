// The weights of a layer times one example, each weight converted in a register from what the model stores. 784 × 128
// float32 or float16 take 3.8 µs on a Zen 4, no longer than they take to come from the second cache.
#include <string.h>
#include "kinds.h"
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

// A product is rounded before it is added, so that every processor gets the same bits; it costs nothing here.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

// So many running sums a row, that no addition need wait for the one before; they also round better than one.
enum { LANES = 16 };

INLINE float from_bits(uint32_t bits) {
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

INLINE double from_float64(double stored, float scale) { return (void)scale, stored; }
INLINE float from_float32(float stored, float scale) { return (void)scale, stored; }
INLINE float from_bfloat16(uint16_t stored, float scale) { return (void)scale, from_bits((uint32_t)stored << 16); }
INLINE float from_int8(int8_t stored, float scale) { return scale * (float)stored; }

INLINE float from_float16(uint16_t stored, float scale) {
    uint32_t magnitude = (uint32_t)(stored & 0x7FFF) << 13, sign = (uint32_t)(stored & 0x8000) << 16, bits;
    // Read as a float32 it is too small by 2^112, subnormal numbers as well; NaN and infinity lack bits of the exponent.
    float number = from_bits(magnitude) * 0x1p112f;
    memcpy(&bits, &number, sizeof bits);
    return (void)scale, from_bits(bits | sign | (magnitude >= 0x0F800000 ? 0x7F800000 : 0));
}

#if defined(V3) || defined(__aarch64__)
INLINE float from_half(uint16_t stored, float scale) {
    _Float16 number;
    memcpy(&number, &stored, sizeof number);
    return (void)scale, (float)number;
}
#endif

#define ROWS(T, STORED, FROM, HEIGHT)                                                                                 \
    INLINE void FROM##_rows_##HEIGHT##_##T(                                                                           \
        const STORED *restrict weights, const float *restrict scales, const T *restrict biases, const T *restrict a,  \
        size_t inputs, T *restrict z) {                                                                               \
        T sums[HEIGHT][LANES] = {{0}};                                                                                \
        size_t whole = inputs - inputs % LANES;                                                                       \
        for (size_t i = 0; i < whole; i += LANES)                                                                     \
            for (int row = 0; row < HEIGHT; row++)                                                                    \
                for (int lane = 0; lane < LANES; lane++)                                                              \
                    sums[row][lane] += (T)FROM(weights[row * inputs + i + lane], scales[row]) * a[i + lane];          \
        for (int row = 0; row < HEIGHT; row++) {                                                                      \
            T *sum = sums[row];                                                                                       \
            for (size_t i = whole; i < inputs; i++)                                                                   \
                sum[0] += (T)FROM(weights[row * inputs + i], scales[row]) * a[i];                                     \
            for (int half = LANES / 2; half > 0; half /= 2)                                                           \
                for (int lane = 0; lane < half; lane++) sum[lane] += sum[lane + half];                                \
            z[row] = biases[row] + sum[0];                                                                            \
        }                                                                                                             \
    }

// HEIGHT rows at a time, whose sums fit into registers; what a row comes to depends on itself alone. STEP is 1 where each
// row has a scale, and 0 where all share one that isn't looked at.
#define WEIGHING(TARGET, T, STORED, FROM, HEIGHT, STEP, NAME)                                                         \
    ROWS(T, STORED, FROM, HEIGHT)                                                                                     \
    ROWS(T, STORED, FROM, 1)                                                                                          \
    TARGET void NAME(                                                                                                 \
        const void *weights, const float *scales, const T *biases, const T *a, size_t units, size_t inputs, T *z) {   \
        static const float none[HEIGHT];                                                                              \
        const STORED *first = weights;                                                                                \
        size_t row = 0;                                                                                               \
        if (!STEP) scales = none;                                                                                     \
        for (; row + HEIGHT <= units; row += HEIGHT)                                                                  \
            FROM##_rows_##HEIGHT##_##T(                                                                               \
                first + row * inputs, scales + STEP * row, biases + row, a, inputs, z + row);                         \
        for (; row < units; row++)                                                                                    \
            FROM##_rows_1_##T(first + row * inputs, scales + STEP * row, biases + row, a, inputs, z + row);           \
    }

WEIGHING(WIDE, float, double, from_float64, 4, 0, nn_weigh_float64_f32)
WEIGHING(WIDE, float, float, from_float32, 4, 0, nn_weigh_float32_f32)
WEIGHING(WIDE, float, uint16_t, from_bfloat16, 4, 0, nn_weigh_bfloat16_f32)
WEIGHING(WIDE, float, int8_t, from_int8, 4, 1, nn_weigh_int8_f32)
WEIGHING(WIDE, double, double, from_float64, 2, 0, nn_weigh_float64_f64)
WEIGHING(WIDE, double, float, from_float32, 2, 0, nn_weigh_float32_f64)
WEIGHING(WIDE, double, uint16_t, from_bfloat16, 2, 0, nn_weigh_bfloat16_f64)
WEIGHING(WIDE, double, int8_t, from_int8, 2, 1, nn_weigh_int8_f64)

// Bit by bit it takes 3.6 times as long as by the instruction for float16 that newer processors have.
WEIGHING(WIDE, float, uint16_t, from_float16, 4, 0, nn_weigh_portable_float16_f32)
WEIGHING(WIDE, double, uint16_t, from_float16, 2, 0, nn_weigh_portable_float16_f64)

#if defined(V3)
WEIGHING(V3 static, float, uint16_t, from_half, 4, 0, wide_float16_f32)
WEIGHING(V3 static, double, uint16_t, from_half, 2, 0, wide_float16_f64)
#elif defined(__aarch64__)
WEIGHING(static, float, uint16_t, from_half, 4, 0, wide_float16_f32)
WEIGHING(static, double, uint16_t, from_half, 2, 0, wide_float16_f64)
#else
#define wide_float16_f32 nn_weigh_portable_float16_f32
#define wide_float16_f64 nn_weigh_portable_float16_f64
#endif

static int has_wide_float16(void) {
#if defined(V3)
    return __builtin_cpu_supports("x86-64-v3") != 0;
#else
    return 1;
#endif
}

#define CHOICE(T, NAME)                                                                                               \
    void nn_weigh_float16_##NAME(                                                                                     \
        const void *weights, const float *scales, const T *biases, const T *a, size_t units, size_t inputs, T *z) {   \
        if (has_wide_float16())                                                                                       \
            wide_float16_##NAME(weights, scales, biases, a, units, inputs, z);                                        \
        else                                                                                                          \
            nn_weigh_portable_float16_##NAME(weights, scales, biases, a, units, inputs, z);                           \
    }

CHOICE(float, f32)
CHOICE(double, f64)

#define WIDENING(TARGET, T, STORED, FROM, NAME)                                                                       \
    TARGET void NAME(const void *stored, float scale, size_t count, T *restrict numbers) {                            \
        const STORED *first = stored;                                                                                 \
        for (size_t i = 0; i < count; i++) numbers[i] = (T)FROM(first[i], scale);                                     \
    }

WIDENING(WIDE, float, double, from_float64, nn_widen_float64_f32)
WIDENING(WIDE, float, float, from_float32, nn_widen_float32_f32)
WIDENING(WIDE, float, uint16_t, from_float16, nn_widen_float16_f32)
WIDENING(WIDE, float, uint16_t, from_bfloat16, nn_widen_bfloat16_f32)
WIDENING(WIDE, float, int8_t, from_int8, nn_widen_int8_f32)
WIDENING(WIDE, double, double, from_float64, nn_widen_float64_f64)
WIDENING(WIDE, double, float, from_float32, nn_widen_float32_f64)
WIDENING(WIDE, double, uint16_t, from_float16, nn_widen_float16_f64)
WIDENING(WIDE, double, uint16_t, from_bfloat16, nn_widen_bfloat16_f64)
WIDENING(WIDE, double, int8_t, from_int8, nn_widen_int8_f64)
