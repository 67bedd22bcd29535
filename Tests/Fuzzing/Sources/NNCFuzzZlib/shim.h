#pragma once
#include <string.h>
#include <zlib.h>

// deflateInit2 and inflateInit2 are macros, which Swift doesn't import. Negative window bits: no zlib header.
static inline int nn_deflate_init(z_stream *stream, int level, int strategy) {
    return deflateInit2(stream, level, Z_DEFLATED, -15, 9, strategy);
}

static inline int nn_inflate_init(z_stream *stream) {
    return inflateInit2(stream, -15);
}
