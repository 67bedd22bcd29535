/* Counts what is allocated while a model predicts, by standing in for malloc and its kin (glibc only). */
#define _GNU_SOURCE
#include <nnmodel.h>
#include <stdio.h>
#include <stdlib.h>

static long allocations;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    allocations++;
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    allocations++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    allocations++;
    *block = __libc_memalign(alignment, size);
    return *block == NULL;
}

int main(int argc, char **argv)
{
    nnm_model *model = NULL;
    nnm_error error;
    nnm_info info;
    long first, later;
    if (argc < 2 || nnm_open(argv[1], NULL, &model, &error) || nnm_get_info(model, &info, &error))
        return 1;
    float *raw = calloc(info.feature_count, sizeof *raw), *singles = calloc(info.unit_count, sizeof *singles);
    double *wide = calloc(info.feature_count, sizeof *wide), *doubles = calloc(info.unit_count, sizeof *doubles);
    if (!raw || !singles || !wide || !doubles)
        return 1;
    allocations = 0;
    for (int round = 0; round < 1001; round++) {
        if (nnm_predict_f32(model, 1, raw, info.feature_count, singles, info.unit_count, &error)
            || nnm_predict_f64(model, 1, wide, info.feature_count, doubles, info.unit_count, &error))
            return 1;
        if (round == 0)
            first = allocations;
    }
    later = allocations - first;
    printf("first %s, later %ld\n", first > 0 ? "some" : "none", later);
    free(raw);
    free(singles);
    free(wide);
    free(doubles);
    nnm_close(model);
    return 0;
}
