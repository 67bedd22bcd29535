#pragma once
#include <stddef.h>
#include <stdint.h>

/// The compression function of SHA-256 (FIPS 180-4, section 6.2.2) over `count` blocks of 64 bytes.
void nn_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/// The same in plain code, for tests on machines that have the instructions.
void nn_sha256_portable_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);
