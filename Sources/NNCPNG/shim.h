#pragma once
#include <png.h>
#include <setjmp.h>
#include <string.h>

// libpng reports an error by a jump, which must not pass over frames of Swift. So each call that can fail is made by a
// function of its own here, which takes the jump and returns 0; and what libpng calls back is C wherever it may jump.

/// What a reader or a writer of libpng carries along: the bytes to read, and what libpng had to say.
typedef struct {
    const unsigned char *bytes;
    size_t count;
    size_t offset;
    int ends_early;
    char error[128];
    char warning[128];
} nn_png_state;

static inline void nn_png_failed(png_structp png, png_const_charp message) {
    nn_png_state *state = (nn_png_state *)png_get_error_ptr(png);
    strncpy(state->error, message, sizeof state->error - 1);
    png_longjmp(png, 1);
}

static inline void nn_png_warned(png_structp png, png_const_charp message) {
    nn_png_state *state = (nn_png_state *)png_get_error_ptr(png);
    // An image that merely goes on too long has been read whole.
    if (strstr(message, "Too much image data") || strstr(message, "Extra compressed data")) return;
    if (!state->warning[0]) strncpy(state->warning, message, sizeof state->warning - 1);
}

static inline void nn_png_read(png_structp png, png_bytep buffer, size_t count) {
    nn_png_state *state = (nn_png_state *)png_get_io_ptr(png);
    if (count > state->count - state->offset) {
        state->ends_early = 1;
        png_error(png, "the file ends early");
    }
    memcpy(buffer, state->bytes + state->offset, count);
    state->offset += count;
}

#define NN_PNG_GUARDED(declaration, call) \
    __attribute__((noinline)) static int declaration { \
        if (setjmp(png_jmpbuf(png))) return 0; \
        call; \
        return 1; \
    }

NN_PNG_GUARDED(nn_png_read_info(png_structp png, png_infop info), png_read_info(png, info))
NN_PNG_GUARDED(nn_png_read_update_info(png_structp png, png_infop info), png_read_update_info(png, info))
NN_PNG_GUARDED(nn_png_read_image(png_structp png, png_bytepp rows), png_read_image(png, rows))
NN_PNG_GUARDED(nn_png_read_end(png_structp png, png_infop info), png_read_end(png, info))
NN_PNG_GUARDED(nn_png_write_info(png_structp png, png_infop info), png_write_info(png, info))
NN_PNG_GUARDED(nn_png_write_image(png_structp png, png_bytepp rows), png_write_image(png, rows))
NN_PNG_GUARDED(nn_png_write_end(png_structp png, png_infop info), png_write_end(png, info))
