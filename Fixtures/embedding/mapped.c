/*
 * Tells whether the weights of layer 1 are read where they stand in the file: mapped MODEL, on Linux.
 *
 *     cc mapped.c -o mapped $(pkg-config --cflags --libs nnmodel)
 */
#include <nnmodel.h>
#include <inttypes.h>
#include <stdio.h>

/* The line of the system's list of mappings that holds an address: where it begins and ends, and the file's path. */
static const char *mapping(const void *address)
{
    static char line[8192];
    uintptr_t start, end;
    FILE *maps = fopen("/proc/self/maps", "r");

    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &start, &end) == 2 && start <= (uintptr_t)address
            && (uintptr_t)address < end) {
            fclose(maps);
            return line;
        }
    return "";
}

int main(int argc, char **argv)
{
    nnm_model *model = NULL;
    nnm_error error;
    const float *singles;
    const double *doubles;

    if (argc != 2)
        return NNM_USAGE;
    if (nnm_open(argv[1], NULL, &model, &error)
        || nnm_get_tensor_f32(model, 1, NNM_WEIGHTS, &singles, NULL, &error)
        || nnm_get_tensor_f64(model, 1, NNM_WEIGHTS, &doubles, NULL, &error)) {
        fprintf(stderr, "mapped: %s\n", error.message);
        nnm_close(model);
        return (int)error.status;
    }
    printf("float: %s", mapping(singles));
    printf("double: %s", mapping(doubles));
    nnm_close(model);
    return 0;
}
