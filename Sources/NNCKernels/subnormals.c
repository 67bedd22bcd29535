// How a thread calculates with numbers that are too small to be normal. A moment that is fed nothing more shrinks until it is
// such a number and then stays one, since the smallest of all times 0.9 is rounded to itself; and each costs an Intel of
// 2023 some 50 cycles. Fashion-MNIST, in whose corners hardly anything is drawn, spent a third of its time on them.
#include "nn_kernels.h"

#if defined(__x86_64__)
#include <xmmintrin.h>

// Bits of the control register: results are flushed to 0, and operands are.
enum { FLUSH = 0x8000, DENORMALS_ARE_ZEROS = 0x0040 };

uint32_t nn_flush_subnormals(void) {
    uint32_t before = _mm_getcsr();
    _mm_setcsr(before | FLUSH | DENORMALS_ARE_ZEROS);
    return before;
}

void nn_restore_subnormals(uint32_t before) { _mm_setcsr(before); }
#else
uint32_t nn_flush_subnormals(void) { return 0; }

void nn_restore_subnormals(uint32_t before) { (void)before; }
#endif
