/*
 * Calls everything as nobody should: misuse MODEL [TIMES], with Fixtures/golden/tiny-1.0.nnm. Every call must return what
 * nnmodel.h promises, and none may crash. Without TIMES every bit of the file is flipped, too.
 */
#include <nnmodel.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;
static nnm_error error;

/* A failing call says why, in the caller's error if there is one. */
static void expect(int line, nnm_status found, nnm_status expected, const char *text)
{
    if (found == expected && error.status == expected && strstr(error.message, text) != NULL
        && (expected == NNM_OK) == (error.message[0] == '\0')) {
        memset(&error, 0xFF, sizeof error);
        return;
    }
    printf("misuse.c:%d: expected %d '%s', found %d '%s'\n", line, (int)expected, text, (int)found, error.message);
    failures++;
}

#define OK(call) expect(__LINE__, call, NNM_OK, "")
#define FAILS(call, status, text) expect(__LINE__, call, status, text)
#define HOLDS(fact)                                                   \
    do {                                                              \
        if (!(fact)) {                                                \
            printf("misuse.c:%d: not so: %s\n", __LINE__, #fact);     \
            failures++;                                               \
        }                                                             \
    } while (0)

static void *contents(const char *path, size_t *size)
{
    static unsigned char bytes[1 << 16];
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        exit(NNM_MISSING);
    *size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return bytes;
}

static void opening(const char *path)
{
    nnm_model *model = (nnm_model *)&failures;
    nnm_options options = {0};
    char long_path[4096];
    size_t size;
    unsigned char *bytes = contents(path, &size);

    FAILS(nnm_open(NULL, NULL, &model, &error), NNM_USAGE, "nnm_open: path is NULL");
    HOLDS(model == NULL);
    FAILS(nnm_open(path, NULL, NULL, &error), NNM_USAGE, "nnm_open: model is NULL");
    HOLDS(nnm_open(NULL, NULL, NULL, NULL) == NNM_USAGE);
    FAILS(nnm_open("no such file.nnm", NULL, &model, &error), NNM_MISSING, "no such file.nnm: can't be opened");
    FAILS(nnm_open("", NULL, &model, &error), NNM_MISSING, "");
    FAILS(nnm_open(".", NULL, &model, &error), NNM_MISSING, "s a directory");
    FAILS(nnm_open("\xFF.nnm", NULL, &model, &error), NNM_USAGE, "UTF-8");
    FAILS(nnm_open("two\nlines", NULL, &model, &error), NNM_MISSING, "two?lines");
    memset(long_path, 'x', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    /* The end of the message says what went wrong. */
    FAILS(nnm_open(long_path, NULL, &model, &error), NNM_MISSING, "xxx: can't be opened: ");
    HOLDS(nnm_open(long_path, NULL, &model, &error) == NNM_MISSING && strlen(error.message) == NNM_MESSAGE_SIZE - 1);

    options.checking = (nnm_checking)3;
    FAILS(nnm_open(path, &options, &model, &error), NNM_USAGE, "options.checking is 3");
    options.checking = NNM_CHECK_EVERYTHING;
    options.reserved[3] = 1;
    FAILS(nnm_open(path, &options, &model, &error), NNM_USAGE, "options.reserved");
    options.reserved[3] = 0;
    options.byte_budget = 64;
    FAILS(nnm_open(path, &options, &model, &error), NNM_MALFORMED, "(NNM-020)");
    options.byte_budget = UINT64_MAX;
    options.threads = UINT32_MAX;
    OK(nnm_open(path, &options, &model, &error));
    nnm_close(model);

    FAILS(nnm_open_memory(NULL, 9, NULL, NULL, &model, &error), NNM_USAGE, "nnm_open_memory: bytes is NULL");
    HOLDS(model == NULL);
    FAILS(nnm_open_memory(bytes, SIZE_MAX, NULL, NULL, &model, &error), NNM_USAGE, "size");
    FAILS(nnm_open_memory(bytes, size, NULL, NULL, NULL, &error), NNM_USAGE, "model is NULL");
    FAILS(nnm_open_memory(NULL, 0, NULL, NULL, &model, &error), NNM_MALFORMED, "model: ");
    FAILS(nnm_open_memory(bytes, size - 1, "half", NULL, &model, &error), NNM_MALFORMED, "half: truncated");
    HOLDS(nnm_open_memory(bytes, 20, NULL, NULL, &model, &error) == NNM_MALFORMED && error.rule == 3
          && error.offset == 20 && strcmp(error.rule_id, "NNM-003") == 0 && strcmp(error.place, "header") == 0
          && error.needs_newer == 0);
    OK(nnm_open_memory(bytes, size, NULL, NULL, &model, &error));
    /* The bytes are the caller's own again. */
    memset(bytes, 0, size);
    OK(nnm_verify(model, 1, &error));
    nnm_close(model);
    nnm_close(NULL);
}

static void describing(const nnm_model *model)
{
    nnm_info info;
    nnm_input input;
    nnm_output output;
    nnm_layer layer;

    FAILS(nnm_verify(NULL, 0, &error), NNM_USAGE, "nnm_verify: model is NULL");
    FAILS(nnm_get_info(NULL, &info, &error), NNM_USAGE, "nnm_get_info: model is NULL");
    FAILS(nnm_get_info(model, NULL, &error), NNM_USAGE, "nnm_get_info: info is NULL");
    FAILS(nnm_get_input(NULL, &input, &error), NNM_USAGE, "nnm_get_input: model is NULL");
    FAILS(nnm_get_input(model, NULL, &error), NNM_USAGE, "nnm_get_input: input is NULL");
    FAILS(nnm_get_output(NULL, &output, &error), NNM_USAGE, "nnm_get_output: model is NULL");
    FAILS(nnm_get_output(model, NULL, &error), NNM_USAGE, "nnm_get_output: output is NULL");
    FAILS(nnm_get_layer(NULL, 1, &layer, &error), NNM_USAGE, "nnm_get_layer: model is NULL");
    FAILS(nnm_get_layer(model, 1, NULL, &error), NNM_USAGE, "nnm_get_layer: layer is NULL");
    FAILS(nnm_get_layer(model, 0, &layer, &error), NNM_USAGE, "layer 0 of a model whose layers are 1 to 1");
    FAILS(nnm_get_layer(model, 2, &layer, &error), NNM_USAGE, "layer 2 of");
    FAILS(nnm_get_layer(model, SIZE_MAX, &layer, &error), NNM_USAGE, "layer 18446744073709551615 of");
    HOLDS(nnm_get_layer(model, 0, &layer, NULL) == NNM_USAGE);
}

static void tensors(const nnm_model *model)
{
    const float *singles = NULL, *again = NULL;
    const double *doubles = NULL;
    size_t count = 77;

    FAILS(nnm_get_tensor_f32(NULL, 1, NNM_WEIGHTS, &singles, &count, &error), NNM_USAGE, "model is NULL");
    FAILS(nnm_get_tensor_f32(model, 1, NNM_WEIGHTS, NULL, &count, &error), NNM_USAGE, "values is NULL");
    FAILS(nnm_get_tensor_f32(model, 1, (nnm_role)0, &singles, &count, &error), NNM_USAGE, "role is 0");
    FAILS(nnm_get_tensor_f32(model, 1, (nnm_role)3, &singles, &count, &error), NNM_USAGE, "role is 3");
    FAILS(nnm_get_tensor_f32(model, 0, NNM_WEIGHTS, &singles, &count, &error), NNM_USAGE, "layer 0");
    FAILS(nnm_get_tensor_f64(model, 2, NNM_BIASES, &doubles, &count, &error), NNM_USAGE, "layer 2");
    HOLDS(singles == NULL && doubles == NULL && count == 77);
    OK(nnm_get_tensor_f32(model, 1, NNM_WEIGHTS, &singles, &count, &error));
    HOLDS(count == 2 && singles[0] == 1.5F && singles[1] == -2.0F);
    OK(nnm_get_tensor_f32(model, 1, NNM_WEIGHTS, &again, NULL, &error));
    HOLDS(again == singles && (uintptr_t)singles % 64 == 0);
    OK(nnm_get_tensor_f64(model, 1, NNM_BIASES, &doubles, &count, &error));
    HOLDS(count == 1 && doubles[0] == 0.25);
}

static void predicting(const nnm_model *model)
{
    const float raw[6] = {1, 0.5F, 1, 0.5F, 0, 0};
    const double wide[2] = {1, 0.5};
    float outputs[3] = {-1, -1, -1};
    double wider[1] = {-1}, probabilities[2] = {-1, -1};
    size_t answer = 77;

    FAILS(nnm_predict_f32(NULL, 1, raw, 2, outputs, 1, &error), NNM_USAGE, "nnm_predict_f32: model is NULL");
    FAILS(nnm_predict_f32(model, 1, NULL, 2, outputs, 1, &error), NNM_USAGE, "raw is NULL");
    FAILS(nnm_predict_f32(model, 1, raw, 2, NULL, 1, &error), NNM_USAGE, "outputs is NULL");
    FAILS(nnm_predict_f32(model, 1, raw, 3, outputs, 1, &error), NNM_USAGE, "expected raw_count to be 2, found 3");
    FAILS(nnm_predict_f32(model, 1, raw, 1, outputs, 1, &error), NNM_USAGE, "expected raw_count to be 2, found 1");
    FAILS(nnm_predict_f32(model, 1, raw, 2, outputs, 2, &error), NNM_USAGE, "expected output_count to be 1, found 2");
    FAILS(nnm_predict_f32(model, 3, raw, 6, outputs, 1, &error), NNM_USAGE, "output_count to be 3 x 1, found 1");
    /* 2^63 examples of 2 elements are 0 numbers to a multiplication that nobody checks. */
    FAILS(nnm_predict_f32(model, (size_t)1 << 63, raw, 0, outputs, 0, &error), NNM_USAGE, "raw_count");
    FAILS(nnm_predict_f32(model, SIZE_MAX, raw, SIZE_MAX - 1, outputs, SIZE_MAX, &error), NNM_USAGE, "raw_count");
    HOLDS(outputs[0] == -1);
    OK(nnm_predict_f32(model, 0, NULL, 0, NULL, 0, &error));
    HOLDS(nnm_predict_f32(model, 1, raw, 2, outputs, 1, NULL) == NNM_OK);
    OK(nnm_predict_f32(model, 3, raw, 6, outputs, 3, &error));
    /* 1 / (1 + e^-0.75) and 1 / (1 + e^-0.25) */
    HOLDS(fabs(outputs[0] - 0.679178699175393) < 1e-7 && outputs[1] == outputs[0]);
    HOLDS(fabs(outputs[2] - 0.5621765008857981) < 1e-7);
    FAILS(nnm_predict_f64(model, 1, wide, 1, wider, 1, &error), NNM_USAGE, "nnm_predict_f64: expected raw_count");
    OK(nnm_predict_f64(model, 1, wide, 2, wider, 1, &error));
    /* The arithmetic is the model's, whatever the function. */
    HOLDS((float)wider[0] == outputs[0] && wider[0] == (double)outputs[0]);

    FAILS(nnm_classify_f32(NULL, outputs, 1, &answer, NULL, 0, &error), NNM_USAGE, "model is NULL");
    FAILS(nnm_classify_f32(model, NULL, 1, &answer, NULL, 0, &error), NNM_USAGE, "outputs is NULL");
    FAILS(nnm_classify_f32(model, outputs, 2, &answer, NULL, 0, &error), NNM_USAGE, "output_count to be 1, found 2");
    FAILS(nnm_classify_f32(model, outputs, 1, &answer, probabilities, 1, &error), NNM_USAGE, "to be 2, found 1");
    FAILS(nnm_classify_f32(model, outputs, 1, &answer, NULL, 2, &error), NNM_USAGE, "to be 0, found 2");
    HOLDS(answer == 77);
    OK(nnm_classify_f32(model, outputs, 1, NULL, NULL, 0, &error));
    OK(nnm_classify_f32(model, outputs, 1, &answer, NULL, 0, &error));
    HOLDS(answer == 1);
    OK(nnm_classify_f64(model, wider, 1, NULL, probabilities, 2, &error));
    HOLDS(probabilities[1] == wider[0] && probabilities[0] == 1 - wider[0]);
}

static void self_test(const nnm_model *model)
{
    size_t count = 77;

    FAILS(nnm_self_test(NULL, &count, &error), NNM_USAGE, "nnm_self_test: model is NULL");
    HOLDS(count == 77);
    OK(nnm_self_test(model, NULL, &error));
    OK(nnm_self_test(model, &count, &error));
    HOLDS(count == 0);
}

static void metadata(const nnm_model *model)
{
    const char *key = NULL, *value = NULL;
    size_t count = 77;

    FAILS(nnm_get_metadata_count(NULL, &count, &error), NNM_USAGE, "model is NULL");
    FAILS(nnm_get_metadata_count(model, NULL, &error), NNM_USAGE, "count is NULL");
    OK(nnm_get_metadata_count(model, &count, &error));
    HOLDS(count == 1);
    FAILS(nnm_get_metadata(NULL, 0, &key, &value, NULL, &error), NNM_USAGE, "model is NULL");
    FAILS(nnm_get_metadata(model, 0, NULL, &value, NULL, &error), NNM_USAGE, "key is NULL");
    FAILS(nnm_get_metadata(model, 0, &key, NULL, NULL, &error), NNM_USAGE, "value is NULL");
    FAILS(nnm_get_metadata(model, 1, &key, &value, NULL, &error), NNM_USAGE, "index 1 of 1 entries");
    FAILS(nnm_get_metadata(model, SIZE_MAX, &key, &value, NULL, &error), NNM_USAGE, "index 18446744073709551615");
    HOLDS(key == NULL && value == NULL);
    OK(nnm_get_metadata(model, 0, &key, &value, NULL, &error));
    HOLDS(strcmp(key, "tool") == 0 && strcmp(value, "by hand") == 0);
    FAILS(nnm_find_metadata(NULL, "tool", &value, NULL, &error), NNM_USAGE, "model is NULL");
    FAILS(nnm_find_metadata(model, NULL, &value, NULL, &error), NNM_USAGE, "key is NULL");
    FAILS(nnm_find_metadata(model, "tool", NULL, NULL, &error), NNM_USAGE, "value is NULL");
    OK(nnm_find_metadata(model, "\xFF", &value, &count, &error));
    HOLDS(value == NULL && count == 0);
    OK(nnm_find_metadata(model, "tool", &value, &count, &error));
    HOLDS(strcmp(value, "by hand") == 0 && count == 7);
}

/* No bit of a file can flip without notice. */
static void damage(const char *path)
{
    nnm_options options = {0};
    nnm_model *model;
    size_t size, bit;
    unsigned char *bytes = contents(path, &size);

    options.checking = NNM_CHECK_EVERYTHING;
    for (bit = 0; bit < 8 * size; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        HOLDS(nnm_open_memory(bytes, size, NULL, &options, &model, &error) == NNM_MALFORMED && model == NULL);
        HOLDS(error.rule != 0 && error.rule_id[0] == 'N' && error.offset <= size);
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    OK(nnm_open_memory(bytes, size, NULL, &options, &model, &error));
    nnm_close(model);
}

int main(int argc, char **argv)
{
    nnm_model *model;
    int times;

    if (argc != 2 && argc != 3)
        return NNM_USAGE;
    HOLDS(strcmp(nnm_version(), NNM_VERSION_STRING) == 0 && nnm_version_number() == NNM_VERSION_NUMBER);
    HOLDS(strlen(nnm_status_text(NNM_MALFORMED)) > 0 && strlen(nnm_status_text((nnm_status)INT_MAX)) > 0);
    for (times = argc == 3 ? atoi(argv[2]) : 1; times > 0; times--) {
        OK(nnm_open(argv[1], NULL, &model, &error));
        describing(model);
        tensors(model);
        predicting(model);
        self_test(model);
        metadata(model);
        nnm_close(model);
        opening(argv[1]);
    }
    if (argc == 2)
        damage(argv[1]);
    return failures == 0 ? 0 : 1;
}
