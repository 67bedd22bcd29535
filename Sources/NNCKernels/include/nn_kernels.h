#pragma once
#include <stddef.h>
#include <stdint.h>

// Inner loops in C, for the sake of instructions that Swift can't be told to use on processors that have them. They hold
// no decisions and check nothing: the Swift code beside each of them does.

/// The compression function of SHA-256 (FIPS 180-4, section 6.2.2) over `count` blocks of 64 bytes.
void nn_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/// The same in plain code, for tests on machines that have the instructions.
void nn_sha256_portable_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/// Cuts `count` words of `size` bytes (2, 4 or 8) into byte planes of `count` bytes each, the most significant first and
/// one behind the other, each word rotated left by `rotation` bits (0 or 1) before.
void nn_split_planes(const void *words, uint8_t *planes, size_t count, int size, int rotation);

/// Puts words together again from `size` planes of `count` bytes each; the inverse of `nn_split_planes`.
void nn_merge_planes(const uint8_t *const *planes, void *words, size_t count, int size, int rotation);

/// Whether this processor has what `nn_crc32_fold` needs.
int nn_crc32_folds(void);

/// The CRC-32, as zlib has it, of bytes of which `crc` is that of those before: `count` is a multiple of 16, and 64 at
/// least. To be called only where `nn_crc32_folds` says so.
uint32_t nn_crc32_fold(uint32_t crc, const uint8_t *bytes, size_t count);
