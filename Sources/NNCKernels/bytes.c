// Products of rows of bytes with each other, in whole numbers: exact, and three times as fast as the same in double.
#include "nn_kernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

// Numbers of a row that are multiplied at a time: a few hundred rows of them stay in a core's cache, and their sums stay
// below 2^32.
#define WIDTH 1024

// The products of two rows with four.
WIDE static void multiply_tile(const uint8_t *const a[2], const uint8_t *const b[4], size_t count, uint32_t sums[2][4]) {
    const uint8_t *a0 = a[0], *a1 = a[1], *b0 = b[0], *b1 = b[1], *b2 = b[2], *b3 = b[3];
    uint32_t s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
    for (size_t i = 0; i < count; i++) {
        // Signed and of 16 bits, so that the compiler finds the instruction for sums of products of pairs.
        int16_t x0 = a0[i], x1 = a1[i], y0 = b0[i], y1 = b1[i], y2 = b2[i], y3 = b3[i];
        s00 += x0 * y0, s01 += x0 * y1, s02 += x0 * y2, s03 += x0 * y3;
        s10 += x1 * y0, s11 += x1 * y1, s12 += x1 * y2, s13 += x1 * y3;
    }
    sums[0][0] = s00, sums[0][1] = s01, sums[0][2] = s02, sums[0][3] = s03;
    sums[1][0] = s10, sums[1][1] = s11, sums[1][2] = s12, sums[1][3] = s13;
}

void nn_multiply_bytes(const uint8_t *x, size_t width, size_t first, size_t count, size_t rows, double *k) {
    size_t end = first + count;
    for (size_t start = 0; start < width; start += WIDTH) {
        size_t part = width - start < WIDTH ? width - start : WIDTH;
        for (size_t i = first; i < end; i += 2) {
            // Beyond the end the last row is taken once more, and what comes of it is left.
            const uint8_t *a[2] = {x + i * width + start, x + (i + 1 < end ? i + 1 : i) * width + start};
            for (size_t j = 0; j <= i + 1 && j < end; j += 4) {
                const uint8_t *b[4];
                for (size_t n = 0; n < 4; n++) b[n] = x + (j + n < end ? j + n : end - 1) * width + start;
                uint32_t sums[2][4];
                multiply_tile(a, b, part, sums);
                for (size_t m = 0; m < 2 && i + m < end; m++)
                    for (size_t n = 0; n < 4 && j + n <= i + m; n++) k[(i + m) * rows + j + n] += sums[m][n];
            }
        }
    }
}
