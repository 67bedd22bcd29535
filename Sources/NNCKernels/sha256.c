// In C for the processor's own instructions, which Swift has no name for: on a Zen 4 they hash 1.8 GB/s, plain code 0.28,
// which would be most of the time that it takes to write or verify a model.
#include "nn_kernels.h"

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void portable_blocks(uint32_t state[8], const uint8_t *block, size_t count) {
    for (; count > 0; count--, block += 64) {
        uint32_t w[64];
        for (int t = 0; t < 16; t++)
            w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 |
                   block[4 * t + 3];
        for (int t = 16; t < 64; t++) {
            uint32_t s0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3;
            uint32_t s1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10;
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 64; t++) {
            uint32_t s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
            uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
            uint32_t s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
            uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
        }
        state[0] += a, state[1] += b, state[2] += c, state[3] += d;
        state[4] += e, state[5] += f, state[6] += g, state[7] += h;
    }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static int has_instructions(void) {
    // Asked once, since the question is slow in a virtual machine; threads that ask at once get the same answer.
    static _Atomic int known;  // 0 not asked, 1 no, 2 yes
    int answer = known;
    if (answer == 0) {
        unsigned a, b, c, d, e, f, g, h;
        int yes = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1) &&
                  __get_cpuid_count(7, 0, &e, &f, &g, &h) && (f & bit_SHA);
        known = answer = yes ? 2 : 1;
    }
    return answer == 2;
}

#define FAST __attribute__((target("sha,sse4.1,ssse3")))

enum { WIDEST = 2 };

// Four rounds at a time, after Intel's description of the SHA extensions (Gulley, Gopal and others 2013); of one message, or
// of two that have nothing to do with each other, since each round of one waits for the round before.
FAST static inline __attribute__((always_inline)) void fast_rounds(
    uint32_t *const states[], const uint8_t *const blocks[], size_t count, const int messages) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    // The instructions want the state as the words a, b, e, f and c, d, g, h.
    __m128i abef[WIDEST], cdgh[WIDEST];
    for (int m = 0; m < messages; m++) {
        __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)states[m]), 0xB1);
        __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(states[m] + 4)), 0x1B);
        abef[m] = _mm_alignr_epi8(low, high, 8);
        cdgh[m] = _mm_blend_epi16(high, low, 0xF0);
    }
    for (size_t block = 0; block < count; block++) {
        __m128i abef_before[WIDEST], cdgh_before[WIDEST], w[WIDEST][4];
        for (int m = 0; m < messages; m++) {
            abef_before[m] = abef[m], cdgh_before[m] = cdgh[m];
            for (int i = 0; i < 4; i++)
                w[m][i] = _mm_shuffle_epi8(
                    _mm_loadu_si128((const __m128i *)(blocks[m] + 64 * block + 16 * i)), swap);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            __m128i of_round = _mm_loadu_si128((const __m128i *)(constants + 4 * i)), sums[WIDEST];
            for (int m = 0; m < messages; m++) {
                __m128i words = w[m][i & 3];
                if (i >= 4) {
                    __m128i last = w[m][(i + 3) & 3];
                    words = _mm_sha256msg1_epu32(words, w[m][(i + 1) & 3]);
                    words = _mm_add_epi32(words, _mm_alignr_epi8(last, w[m][(i + 2) & 3], 4));
                    words = w[m][i & 3] = _mm_sha256msg2_epu32(words, last);
                }
                sums[m] = _mm_add_epi32(words, of_round);
            }
            for (int m = 0; m < messages; m++) cdgh[m] = _mm_sha256rnds2_epu32(cdgh[m], abef[m], sums[m]);
            for (int m = 0; m < messages; m++)
                abef[m] = _mm_sha256rnds2_epu32(abef[m], cdgh[m], _mm_shuffle_epi32(sums[m], 0x0E));
        }
        for (int m = 0; m < messages; m++) {
            abef[m] = _mm_add_epi32(abef[m], abef_before[m]);
            cdgh[m] = _mm_add_epi32(cdgh[m], cdgh_before[m]);
        }
    }
    for (int m = 0; m < messages; m++) {
        __m128i low = _mm_shuffle_epi32(abef[m], 0x1B), high = _mm_shuffle_epi32(cdgh[m], 0xB1);
        _mm_storeu_si128((__m128i *)states[m], _mm_blend_epi16(low, high, 0xF0));
        _mm_storeu_si128((__m128i *)(states[m] + 4), _mm_alignr_epi8(high, low, 8));
    }
}

FAST static void fast_blocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
    fast_rounds(&state, &blocks, count, 1);
}

FAST static void fast_pairs(uint32_t *const states[2], const uint8_t *const blocks[2], size_t count) {
    fast_rounds(states, blocks, count, 2);
}
#endif

void nn_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
#if defined(__x86_64__)
    if (has_instructions()) return fast_blocks(state, blocks, count);
#endif
    portable_blocks(state, blocks, count);
}

void nn_sha256_pairs(uint32_t *const states[2], const uint8_t *const blocks[2], size_t count) {
#if defined(__x86_64__)
    if (has_instructions()) return fast_pairs(states, blocks, count);
#endif
    for (int message = 0; message < 2; message++) portable_blocks(states[message], blocks[message], count);
}

void nn_sha256_portable_blocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
    portable_blocks(state, blocks, count);
}
