#pragma once
#include <zip.h>

// The flags are macros with a cast, which Swift doesn't import.
static inline int nn_zip_is_encrypted(const zip_stat_t *status) {
    return (status->valid & ZIP_STAT_ENCRYPTION_METHOD) && status->encryption_method != ZIP_EM_NONE;
}

static inline int nn_zip_has_sizes(const zip_stat_t *status) {
    const zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
    return (status->valid & wanted) == wanted;
}
