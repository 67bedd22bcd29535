/*
 * Prints all that the library tells of a model: describe MODEL [check first|none|everything] [budget BYTES]
 *
 *     cc describe.c -o describe $(pkg-config --cflags --libs nnmodel)
 */
#include <nnmodel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const nnm_error *error)
{
    fprintf(stderr, "describe: %s\n", error->message);
    if (error->rule != 0)
        fprintf(stderr, "rule %s, byte %llu, in %s\n", error->rule_id, (unsigned long long)error->offset,
                error->place);
    if (error->needs_newer)
        fprintf(stderr, "a newer version of the library may do it\n");
    return (int)error->status;
}

static void print_numbers(const char *name, size_t layer, const double *numbers, size_t count)
{
    size_t i;

    printf("%s[%zu]", name, layer);
    for (i = 0; i < count; i++)
        printf(" %.17g", numbers[i]);
    printf("\n");
}

static nnm_status describe_layer(const nnm_model *model, size_t number, nnm_error *error)
{
    nnm_layer layer;
    const float *singles;
    const double *doubles;
    size_t count, i;
    nnm_role role;

    if (nnm_get_layer(model, number, &layer, error))
        return error->status;
    printf("layer %zu '%s' %zu x %zu %d %s", number, layer.name, layer.units, layer.inputs, layer.activation,
           layer.activation_name);
    for (i = 0; i < layer.parameter_count; i++)
        printf(" %g", layer.parameters[i]);
    printf(" W %d b %d\n", (int)layer.weights_type, (int)layer.biases_type);

    for (role = NNM_WEIGHTS; role <= NNM_BIASES; role = (nnm_role)(role + 1)) {
        if (nnm_get_tensor_f64(model, number, role, &doubles, &count, error)
            || nnm_get_tensor_f32(model, number, role, &singles, NULL, error))
            return error->status;
        for (i = 0; i < count; i++)
            if (singles[i] != (float)doubles[i])
                printf("float and double differ at %zu\n", i);
        print_numbers(role == NNM_WEIGHTS ? "W" : "b", number, doubles, count);
    }
    return NNM_OK;
}

static nnm_status describe(const nnm_model *model, nnm_error *error)
{
    nnm_info info;
    nnm_input input;
    nnm_output output;
    const char *key, *value;
    size_t count, size, i;

    if (nnm_get_info(model, &info, error) || nnm_get_input(model, &input, error)
        || nnm_get_output(model, &output, error))
        return error->status;
    printf("format %d.%d, %llu bytes, %zu layers, %llu parameters, %zu -> %zu\n", info.format_major,
           info.format_minor, (unsigned long long)info.file_size, info.layer_count,
           (unsigned long long)info.parameter_count, info.feature_count, info.unit_count);
    printf("digest %s\n", info.digest);

    printf("input '%s'", input.name);
    for (i = 0; i < input.rank; i++)
        printf(" %zu", input.shape[i]);
    if (input.has_range)
        printf(" from %g to %g", input.low, input.high);
    printf(" filter %d fit %d\n", (int)input.filter, (int)input.fit);
    for (i = 0; i < input.scaling_count; i++)
        printf("scaling %g %g\n", input.offsets[i], input.divisors[i]);

    printf("output '%s' meaning %d, %zu units, %zu classes, threshold %g\n", output.name, (int)output.meaning,
           output.unit_count, output.class_count, output.threshold);
    for (i = 0; output.class_names != NULL && i < output.class_count; i++)
        printf("class '%s'\n", output.class_names[i]);

    for (i = 1; i <= info.layer_count; i++)
        if (describe_layer(model, i, error))
            return error->status;

    if (nnm_self_test(model, &count, error))
        return error->status;
    printf("%zu checks hold\n", count);

    if (nnm_get_metadata_count(model, &count, error))
        return error->status;
    for (i = 0; i < count; i++) {
        if (nnm_get_metadata(model, i, &key, &value, &size, error))
            return error->status;
        printf("metadata %s %zu '", key, size);
        fwrite(value, 1, size, stdout);
        printf("'\n");
    }
    return NNM_OK;
}

int main(int argc, char **argv)
{
    nnm_options options = {0};
    nnm_model *model = NULL;
    nnm_error error;
    nnm_status status;
    int i;

    if (argc < 2)
        return NNM_USAGE;
    for (i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "budget") == 0)
            options.byte_budget = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i + 1], "everything") == 0)
            options.checking = NNM_CHECK_EVERYTHING;
        else if (strcmp(argv[i + 1], "none") == 0)
            options.checking = NNM_CHECK_NONE;
    }
    status = nnm_open(argv[1], &options, &model, &error);
    if (status == NNM_OK)
        status = describe(model, &error);
    nnm_close(model);
    return status == NNM_OK ? 0 : fail(&error);
}
