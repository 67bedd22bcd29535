/*
 * Asks a model about one example: predict MODEL NUMBER...
 *
 *     cc predict.c -o predict $(pkg-config --cflags --libs nnmodel)
 */
#include <nnmodel.h>
#include <stdio.h>
#include <stdlib.h>

static int fail(const nnm_error *error)
{
    fprintf(stderr, "predict: %s\n", error->message);
    return (int)error->status;
}

int main(int argc, char **argv)
{
    nnm_model *model = NULL;
    nnm_output output;
    nnm_error error;
    nnm_status status;
    size_t count, i, answer;
    float *raw, *activations;

    if (argc < 2) {
        fprintf(stderr, "usage: predict MODEL NUMBER...\n");
        return NNM_USAGE;
    }
    if (nnm_open(argv[1], NULL, &model, &error) || nnm_get_output(model, &output, &error)) {
        nnm_close(model);
        return fail(&error);
    }

    count = (size_t)argc - 2;
    raw = malloc((count + 1) * sizeof *raw);
    activations = malloc(output.unit_count * sizeof *activations);
    if (raw == NULL || activations == NULL)
        abort();
    for (i = 0; i < count; i++)
        raw[i] = strtof(argv[i + 2], NULL);

    status = nnm_predict_f32(model, 1, raw, count, activations, output.unit_count, &error);
    if (status == NNM_OK) {
        for (i = 0; i < output.unit_count; i++)
            printf("%.9g\n", activations[i]);
        if (output.class_names != NULL
            && nnm_classify_f32(model, activations, output.unit_count, &answer, NULL, 0, &error) == NNM_OK)
            printf("%s\n", output.class_names[answer]);
    }

    free(activations);
    free(raw);
    nnm_close(model);
    return status == NNM_OK ? 0 : fail(&error);
}
