/*
 * nnmodel.h - read .nnm neural network models, and predict with them.
 *
 *     nnm_model *model = NULL;
 *     nnm_error error;
 *     float pixels[64 * 64 * 3], probability;
 *     ...
 *     if (nnm_open("cats.nnm", NULL, &model, &error) ||
 *         nnm_predict_f32(model, 1, pixels, 64 * 64 * 3, &probability, 1, &error))
 *         fprintf(stderr, "%s\n", error.message);
 *     nnm_close(model);
 *
 * Build with `cc program.c $(pkg-config --cflags --libs nnmodel)`. The library needs the C and C++ runtimes and zlib.
 *
 * Errors. Every function that can fail returns an nnm_status, NNM_OK (0) where all went well, and describes a failure
 * in the caller's own nnm_error, or nowhere where that pointer is NULL. A null pointer, an index out of range or a
 * buffer of another size than the model asks for is such a failure (NNM_USAGE), never a crash. Whatever fails writes
 * nothing but the error, except that nnm_open and nnm_open_memory also set the model to NULL.
 *
 * Lifetimes. Every pointer that a function gives belongs to the model: it stays valid, and what it points to stays the
 * same, until nnm_close. Nothing but the model itself is ever to be freed. Pointers that a caller passes are needed
 * during the call only.
 *
 * Threads. A model may be used by several threads at once without a lock, for calls of every kind but nnm_close, which
 * must be the last one. There is no state outside the model and the caller's variables. Threads that a call starts, to
 * check and to decode, have ended when it returns.
 *
 * Memory. What a file may ask for is checked against the budget before it is allocated. Where the system has no memory
 * left, the program ends.
 *
 * Text is UTF-8 and ends with a zero byte. Names hold no control characters; values of metadata may hold any.
 *
 * Numbers. Layers count from 1, as in W[1]; whatever else has an index counts from 0. Arrays of several axes are
 * row-major. n[l] is the number of units of layer l, n[0] the number of elements of an example, L the number of layers.
 *
 * Compatibility. Within a major version no structure, value or function here changes; later versions add functions.
 * Codes are those of the format, which Specs/nnm-format.md describes.
 */
#ifndef NNMODEL_H
#define NNMODEL_H

#include <stddef.h>
#include <stdint.h>

/* The version of this interface, and the same as one number: 1.2.3 is 10203. */
#define NNM_VERSION_MAJOR 1
#define NNM_VERSION_MINOR 0
#define NNM_VERSION_PATCH 0
#define NNM_VERSION_STRING "1.0.0"
#define NNM_VERSION_NUMBER 10000

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that the program runs with, like NNM_VERSION_STRING. */
const char *nnm_version(void);

/* The version of the library that the program runs with, like NNM_VERSION_NUMBER. */
int nnm_version_number(void);

/* ---- Errors ------------------------------------------------------------------------------------------------------ */

/* How a call ended: 0, or the exit code that the command-line tools would give (sysexits.h). */
typedef enum nnm_status {
    NNM_OK = 0,
    /* The answer is no: nnm_self_test found other outputs than the file says. */
    NNM_DIFFERS = 1,
    /* The call makes no sense, whatever the file holds: a null pointer, no such layer, a buffer of the wrong size. */
    NNM_USAGE = 64,
    /* The file breaks a rule of the format, or holds what this version can't compute. */
    NNM_MALFORMED = 65,
    /* The file is missing or unreadable, or is a folder. */
    NNM_MISSING = 66,
    /* A bug of the library's. */
    NNM_INTERNAL = 70,
    /* Reading failed on the way. */
    NNM_IO = 74
} nnm_status;

#define NNM_RULE_ID_SIZE 8
#define NNM_PLACE_SIZE 32
#define NNM_MESSAGE_SIZE 512

/* What went wrong. The caller owns it; it holds no pointers, and needs neither preparation nor release. */
typedef struct nnm_error {
    /* What the call returned. */
    nnm_status status;
    /* The number of the rule of the format that is broken, 16 for NNM-016; 0 where it isn't that. */
    int rule;
    /* 1 where the file may be sound, and a newer version of the library may do what this one can't; else 0. */
    int needs_newer;
    /* Where a rule is broken: bytes from the start of the file. */
    uint64_t offset;
    /* The rule as the specification has it, "NNM-016"; empty where none is broken. */
    char rule_id[NNM_RULE_ID_SIZE];
    /* Where a rule is broken: the chunk or tensor, as "header", "INPT" or "W[1]". */
    char place[NNM_PLACE_SIZE];
    /* One line for people, without a line feed: the file, the place, what was expected and what was found. */
    char message[NNM_MESSAGE_SIZE];
} nnm_error;

/* A status in words, "malformed input"; never NULL. */
const char *nnm_status_text(nnm_status status);

/* ---- Opening and closing ----------------------------------------------------------------------------------------- */

/* A model that is open. */
typedef struct nnm_model nnm_model;

/* When checksums are compared. Header, directory, input, layers and output are checked on opening, whatever is chosen. */
typedef enum nnm_checking {
    /* Those of a tensor or the metadata when it is first asked for: what isn't used costs nothing. */
    NNM_CHECK_ON_FIRST_TOUCH = 0,
    /* Those of tensors and metadata never: for a file that was verified before. */
    NNM_CHECK_NONE = 1,
    /* All of them on opening, as nnm_verify does. */
    NNM_CHECK_EVERYTHING = 2
} nnm_checking;

/* How to open a model. Zeros everywhere (`nnm_options options = {0};`) are the defaults. */
typedef struct nnm_options {
    /* The most bytes that all parts of the model may hold once decompressed; 0 stands for 2 GiB. */
    uint64_t byte_budget;
    /* When checksums are compared. */
    nnm_checking checking;
    /* The most threads that a call may use to check and to decode; 0 stands for one a core. */
    uint32_t threads;
    /* Zeros, for later versions. */
    uint32_t reserved[4];
} nnm_options;

/*
 * Opens the file at `path`. Larger files are mapped, and read where they are touched: the file must not be truncated
 * while it is open (replacing it by renaming is fine).
 *
 * options: NULL for the defaults.
 * model: is set to the model, which nnm_close frees; to NULL on failure.
 *
 * NNM_MISSING: no such file, no permission, or a folder. NNM_IO: reading failed. NNM_MALFORMED: it breaks a rule, of
 * which NNM-020 is the budget. NNM_USAGE: `path` or `model` is NULL, `path` isn't UTF-8, or an option is unknown.
 */
nnm_status nnm_open(const char *path, const nnm_options *options, nnm_model **model, nnm_error *error);

/*
 * Opens a model of `size` bytes that are in memory. They are copied.
 *
 * name: what error messages call it; NULL for "model".
 * The rest is as in nnm_open, but NNM_MISSING and NNM_IO don't occur.
 */
nnm_status nnm_open_memory(const void *bytes, size_t size, const char *name, const nnm_options *options,
                           nnm_model **model, nnm_error *error);

/* Frees the model and everything that was got from it. NULL is allowed, and nothing is done. */
void nnm_close(nnm_model *model);

/*
 * Reads everything and checks every rule of the format, content digest included.
 *
 * finite: other than 0 where weights and biases that are NaN or infinite are failures too (NNM-050).
 *
 * NNM_MALFORMED: a rule is broken.
 */
nnm_status nnm_verify(const nnm_model *model, int finite, nnm_error *error);

/* ---- What a model is --------------------------------------------------------------------------------------------- */

/* The model as a whole. */
typedef struct nnm_info {
    /* The version of the format that a reader must know. */
    int format_major;
    int format_minor;
    /* Bytes of the file. */
    uint64_t file_size;
    /* L */
    size_t layer_count;
    /* Weights and biases of all layers together. */
    uint64_t parameter_count;
    /* n[0], the elements of an example. */
    size_t feature_count;
    /* n[L], the numbers that the model gives for an example. */
    size_t unit_count;
    /* The SHA-256 of what the model is, whatever its encoding and metadata, as the header states it: 64 digits. */
    const char *digest;
} nnm_info;

/* Describes the model as a whole. NNM_USAGE: a pointer is NULL. */
nnm_status nnm_get_info(const nnm_model *model, nnm_info *info, nnm_error *error);

#define NNM_MAX_RANK 4

/* The interpolation that brings an image to the input's size; all but NNM_FILTER_NEAREST are antialiased. */
typedef enum nnm_filter {
    NNM_FILTER_NO_IMAGE = 0,
    NNM_FILTER_NEAREST = 1,
    NNM_FILTER_BILINEAR = 2,
    NNM_FILTER_BICUBIC = 3,
    NNM_FILTER_LANCZOS = 4,
    NNM_FILTER_AREA = 5
} nnm_filter;

/* What happens to an image of other proportions: distorted, whole with white bars, or the centre of it. */
typedef enum nnm_fit {
    NNM_FIT_NO_IMAGE = 0,
    NNM_FIT_STRETCH = 1,
    NNM_FIT_FIT = 2,
    NNM_FIT_CROP = 3
} nnm_fit;

/* What the model takes. */
typedef struct nnm_input {
    /* A name, or "". */
    const char *name;
    /* The axes of an example, 1 to 4; images have height, width and channels. */
    size_t rank;
    /* The length of each axis, then zeros. */
    size_t shape[NNM_MAX_RANK];
    /* n[0], their product. */
    size_t feature_count;
    /* 1 where the smallest and largest raw element are known (0 and 255 for pixels), else 0. */
    int has_range;
    double low;
    double high;
    /* How an image of another size is to be brought to `shape`; the library doesn't do it. */
    nnm_filter filter;
    nnm_fit fit;
    /* The preprocessing, which nnm_predict does: element i becomes (x - offsets[i % c]) / divisors[i % c] with c = */
    /* scaling_count, which is 1, the length of the last axis, or feature_count. */
    size_t scaling_count;
    const double *offsets;
    const double *divisors;
} nnm_input;

/* Describes the input. NNM_USAGE: a pointer is NULL. */
nnm_status nnm_get_input(const nnm_model *model, nnm_input *input, nnm_error *error);

/* How a number of the output is to be read. */
typedef enum nnm_meaning {
    NNM_PROBABILITY = 1,
    NNM_LOGIT = 2,
    NNM_LOG_PROBABILITY = 3,
    NNM_VALUE = 4
} nnm_meaning;

/* What the model gives. */
typedef struct nnm_output {
    /* A name, or "". */
    const char *name;
    /* How each number is to be read. */
    nnm_meaning meaning;
    /* n[L] */
    size_t unit_count;
    /* How many classes there are: as many as units, 2 where there is one unit, 0 where the output is a value. */
    size_t class_count;
    /* The name of each class in order; NULL where they have none. */
    const char *const *class_names;
    /* With one unit: the answer is the second class where its probability is greater than this. */
    double threshold;
} nnm_output;

/* Describes the output. NNM_USAGE: a pointer is NULL. */
nnm_status nnm_get_output(const nnm_model *model, nnm_output *output, nnm_error *error);

/* ---- Layers and tensors ------------------------------------------------------------------------------------------ */

/* The kinds of layers: A[l] = g(W[l] A[l-1] + b[l]). */
typedef enum nnm_kind {
    NNM_DENSE = 1
} nnm_kind;

/* The activations g that this version computes; the format's specification has their formulas. */
typedef enum nnm_activation {
    NNM_IDENTITY = 0,
    NNM_RELU = 1,
    NNM_RELU6 = 2,
    NNM_LEAKY_RELU = 3, /* slope */
    NNM_ELU = 4,        /* alpha */
    NNM_SELU = 5,
    NNM_GELU = 6,
    NNM_GELU_TANH = 7,
    NNM_SIGMOID = 8,
    NNM_HARD_SIGMOID = 9, /* slope, offset */
    NNM_TANH = 10,
    NNM_SOFTPLUS = 11,
    NNM_SOFTSIGN = 12,
    NNM_SWISH = 13,
    NNM_HARD_SWISH = 14,
    NNM_MISH = 15,
    NNM_SOFTMAX = 16,
    NNM_LOG_SOFTMAX = 17
} nnm_activation;

/* How a number of a tensor is stored. */
typedef enum nnm_data_type {
    NNM_FLOAT32 = 1,
    NNM_FLOAT64 = 2,
    NNM_FLOAT16 = 3,
    NNM_BFLOAT16 = 4,
    NNM_INT8 = 5
} nnm_data_type;

/* What a tensor is to its layer. */
typedef enum nnm_role {
    /* W[l], units x inputs: row j weights unit j. */
    NNM_WEIGHTS = 1,
    /* b[l], a number a unit. */
    NNM_BIASES = 2
} nnm_role;

/* A layer. */
typedef struct nnm_layer {
    /* A name, or "". */
    const char *name;
    nnm_kind kind;
    /* n[l] and n[l-1] */
    size_t units;
    size_t inputs;
    /* An nnm_activation, or another code where the file needs a newer version to be predicted with. */
    int activation;
    /* Its name, "leaky-relu"; "unrecognized" where this version doesn't know it. */
    const char *activation_name;
    /* Its parameters, in the order of the specification; NULL where there are none. */
    size_t parameter_count;
    const double *parameters;
    /* How the file stores the numbers; int8 weights have a scale for each unit, which the views apply. */
    nnm_data_type weights_type;
    nnm_data_type biases_type;
} nnm_layer;

/* Describes layer `number`, 1 to L. NNM_USAGE: a pointer is NULL, or there is no such layer. */
nnm_status nnm_get_layer(const nnm_model *model, size_t number, nnm_layer *layer, nnm_error *error);

/*
 * The numbers of a tensor as float, row-major: a view into the file where it stores them so; else they are converted
 * once (float64 is rounded to nearest) and kept until nnm_close.
 *
 * layer: 1 to L.
 * values: is set to the numbers.
 * count: is set to how many there are, units * inputs for weights and units for biases; may be NULL.
 *
 * NNM_MALFORMED: the tensor is damaged. NNM_USAGE: a pointer is NULL, there is no such layer, or no such role.
 */
nnm_status nnm_get_tensor_f32(const nnm_model *model, size_t layer, nnm_role role, const float **values,
                              size_t *count, nnm_error *error);

/* The same as double, which is exact for every data type: a view where the file stores float64. */
nnm_status nnm_get_tensor_f64(const nnm_model *model, size_t layer, nnm_role role, const double **values,
                              size_t *count, nnm_error *error);

/* ---- Predicting -------------------------------------------------------------------------------------------------- */

/*
 * What the model gives for each of `examples` examples.
 *
 * raw: the elements before preprocessing, examples x n[0].
 * raw_count: examples * n[0].
 * outputs: takes A[L], examples x n[L].
 * output_count: examples * n[L].
 *
 * The arithmetic is that of the model, whichever of the two functions is called: double where it has a float64 tensor,
 * else float. The first call prepares the model: it reads and checks the weights, which are used as the file stores them,
 * in its map where they aren't compressed. Each further thread that calls at the same time makes room for the numbers on
 * the way, once; then nothing is allocated. Every example gets the same bits alone and in a batch.
 *
 * NNM_MALFORMED: a tensor is damaged, or a layer has an activation that this version doesn't know. NNM_USAGE: a
 * pointer is NULL (buffers of 0 numbers may be), or a count isn't the one above.
 */
nnm_status nnm_predict_f32(const nnm_model *model, size_t examples, const float *raw, size_t raw_count,
                           float *outputs, size_t output_count, nnm_error *error);

/* The same in double. */
nnm_status nnm_predict_f64(const nnm_model *model, size_t examples, const double *raw, size_t raw_count,
                           double *outputs, size_t output_count, nnm_error *error);

/*
 * The answer that the outputs of one example amount to, by the meaning and the threshold of nnm_output.
 *
 * outputs, output_count: n[L] numbers that nnm_predict gave.
 * class_index: is set to the class, from 0; may be NULL.
 * probabilities: takes the probability of each class; may be NULL.
 * probability_count: class_count of nnm_output; 0 where `probabilities` is NULL.
 *
 * NNM_USAGE: `model` or `outputs` is NULL, a count isn't the one above, or the output is a value and no class.
 */
nnm_status nnm_classify_f32(const nnm_model *model, const float *outputs, size_t output_count, size_t *class_index,
                            double *probabilities, size_t probability_count, nnm_error *error);

/* The same for outputs in double. */
nnm_status nnm_classify_f64(const nnm_model *model, const double *outputs, size_t output_count, size_t *class_index,
                            double *probabilities, size_t probability_count, nnm_error *error);

/*
 * Predicts from the inputs that the file carries and compares with the outputs that its writer got, which tells whether
 * model, library and machine compute what they should.
 *
 * count: is set to how many checks there are, 0 where the file carries none; may be NULL.
 *
 * NNM_DIFFERS: an output is further off than the file allows. NNM_MALFORMED: as in nnm_predict. NNM_USAGE: `model` is
 * NULL.
 */
nnm_status nnm_self_test(const nnm_model *model, size_t *count, nnm_error *error);

/* ---- Metadata ---------------------------------------------------------------------------------------------------- */

/* How many keys there are. NNM_MALFORMED: the metadata is damaged. NNM_USAGE: a pointer is NULL. */
nnm_status nnm_get_metadata_count(const nnm_model *model, size_t *count, nnm_error *error);

/*
 * Key and value `index`, 0 to count - 1, in ascending order of the bytes of the keys.
 *
 * key: is set to the key, printable ASCII.
 * value: is set to the value.
 * value_size: is set to the bytes of the value without the zero at its end; may be NULL. (A value may have zeros in it.)
 *
 * NNM_MALFORMED: the metadata is damaged. NNM_USAGE: a pointer is NULL, or there is no such index.
 */
nnm_status nnm_get_metadata(const nnm_model *model, size_t index, const char **key, const char **value,
                            size_t *value_size, nnm_error *error);

/*
 * The value of `key`; NULL, and NNM_OK all the same, where there is no such key.
 *
 * value, value_size and errors are as in nnm_get_metadata.
 */
nnm_status nnm_find_metadata(const nnm_model *model, const char *key, const char **value, size_t *value_size,
                             nnm_error *error);

#ifdef __cplusplus
}
#endif

#endif
