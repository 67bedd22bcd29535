/* Networks of libfann 2.2.0 with its own answers: `cc make.c -lfann -lm && ./a.out` writes the files beside it, in
 * expected.json the numbers of each layer, its steepness in them, and in folded.json the answers alone of those whose
 * numbers become others on the way into a model. */
#include <fann.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned state = 7;
static double uniform(void) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) / (double)(1 << 24) * 2 - 1;
}

/* Examples and what libfann answers: with the scales for those that have them, as their users ask for it. */
static void put_answers(FILE *out, struct fann *net, int is_scaled) {
    unsigned inputs = fann_get_num_input(net), outputs = fann_get_num_output(net), i, j;
    double answers[4][16];
    fprintf(out, "\"examples\": [");
    for (i = 0; i < 4; i++) {
        fann_type x[64], *y;
        fprintf(out, "%s[", i ? ", " : "");
        for (j = 0; j < inputs; j++) {
            x[j] = (fann_type)(uniform() * (is_scaled ? 10 : 2));
            fprintf(out, "%s%.17g", j ? ", " : "", (double)x[j]);
        }
        fprintf(out, "]");
        if (is_scaled) fann_scale_input(net, x);
        y = fann_run(net, x);
        if (is_scaled) fann_descale_output(net, y);
        for (j = 0; j < outputs; j++) answers[i][j] = y[j];
    }
    fprintf(out, "],\n      \"answers\": [");
    for (i = 0; i < 4; i++) {
        fprintf(out, "%s[", i ? ", " : "");
        for (j = 0; j < outputs; j++) fprintf(out, "%s%.17g", j ? ", " : "", answers[i][j]);
        fprintf(out, "]");
    }
    fprintf(out, "]\n    }");
}

/* Saves a network and loads it again, since scales are saved with six digits. */
static struct fann *saved(const char *path, struct fann *net) {
    fann_save(net, path);
    fann_destroy(net);
    return fann_create_from_file(path);
}

/* A network whose layers a model can have number for number. */
static void put(FILE *out, const char *path, struct fann *made, const char *const *activations) {
    static int is_first = 1;
    struct fann *net = saved(path, made);
    unsigned layers = fann_get_num_layers(net), sizes[16], k, j, u, at = 0;
    struct fann_connection *connections = malloc(fann_get_total_connections(net) * sizeof *connections);
    fann_get_layer_array(net, sizes);
    fann_get_connection_array(net, connections);
    fprintf(out, "%s\n    \"%s\": {\n      \"layers\": [", is_first ? "" : ",", path);
    is_first = 0;
    for (k = 1; k < layers; k++) {
        double bias[64];
        fprintf(
            out, "%s\n        {\"activation\": \"%s\", \"dtype\": \"float32\", \"weights\": [", k > 1 ? "," : "",
            activations[k - 1]);
        for (u = 0; u < sizes[k]; u++) {
            double s = fann_get_activation_steepness(net, k, u);
            int function = fann_get_activation_function(net, k, u);
            double factor = function == FANN_SIGMOID ? 2 * s : function == FANN_LINEAR_PIECE ? 1 : s;
            fprintf(out, "%s[", u ? ", " : "");
            for (j = 0; j < sizes[k - 1]; j++)
                fprintf(out, "%s%.17g", j ? ", " : "", factor * connections[at++].weight);
            bias[u] = factor * connections[at++].weight;
            fprintf(out, "]");
        }
        fprintf(out, "], \"biases\": [");
        for (u = 0; u < sizes[k]; u++) fprintf(out, "%s%.17g", u ? ", " : "", bias[u]);
        fprintf(out, "]}");
    }
    fprintf(out, "\n      ],\n      ");
    put_answers(out, net, 0);
    free(connections);
    fann_destroy(net);
}

/* One of which only the answers are compared. */
static void put_folded(FILE *out, const char *path, struct fann *made, int is_scaled) {
    static int is_first = 1;
    struct fann *net = saved(path, made);
    fprintf(out, "%s\n    \"%s\": {\n      ", is_first ? "" : ",", path);
    is_first = 0;
    put_answers(out, net, is_scaled);
    fann_destroy(net);
}

static struct fann *network(unsigned layers, const unsigned *sizes, const int *functions, double steepness) {
    struct fann *net = fann_create_standard_array(layers, sizes);
    struct fann_connection *connections = malloc(fann_get_total_connections(net) * sizeof *connections);
    unsigned i, k, count = fann_get_total_connections(net);
    fann_get_connection_array(net, connections);
    for (i = 0; i < count; i++) connections[i].weight = (fann_type)uniform();
    fann_set_weight_array(net, connections, count);
    for (k = 1; k < layers; k++) {
        fann_set_activation_function_layer(net, functions[k - 1], k);
        fann_set_activation_steepness_layer(net, (fann_type)steepness, k);
    }
    free(connections);
    return net;
}

/* With the scales that fit some data. */
static struct fann *scaled(struct fann *net) {
    unsigned inputs = fann_get_num_input(net), outputs = fann_get_num_output(net), i, j;
    struct fann_train_data *data = fann_create_train(5, inputs, outputs);
    for (i = 0; i < 5; i++) {
        for (j = 0; j < inputs; j++) data->input[i][j] = (fann_type)(uniform() * 9 + j);
        for (j = 0; j < outputs; j++) data->output[i][j] = (fann_type)(uniform() * 40 - 7);
    }
    fann_set_scaling_params(net, data, -1, 1, 0, 1);
    fann_destroy_train(data);
    return net;
}

int main(void) {
    const unsigned three[] = {5, 4, 3}, four[] = {6, 7, 5, 2}, two[] = {3, 1};
    FILE *exact = fopen("expected.json", "w"), *folded = fopen("folded.json", "w");
    struct fann *net;
    fprintf(exact, "{\"peer\": \"libfann 2.2.0\", \"files\": {");
    put(exact, "sigmoid.net", network(3, three, (int[]){FANN_SIGMOID, FANN_SIGMOID}, 0.5),
        (const char *[]){"sigmoid", "sigmoid"});
    put(exact, "symmetric.net",
        network(4, four, (int[]){FANN_SIGMOID_SYMMETRIC, FANN_ELLIOT_SYMMETRIC, FANN_LINEAR}, 0.5),
        (const char *[]){"tanh", "softsign", "identity"});
    put(exact, "steep.net", network(4, four, (int[]){FANN_SIGMOID_SYMMETRIC, FANN_SIGMOID, FANN_LINEAR}, 0.25),
        (const char *[]){"tanh", "sigmoid", "identity"});
    put(exact, "piece.net", network(3, three, (int[]){FANN_LINEAR_PIECE, FANN_SIGMOID}, 0.5),
        (const char *[]){"hard-sigmoid:0.5:0.0", "sigmoid"});
    put(exact, "one.net", network(2, two, (int[]){FANN_SIGMOID_SYMMETRIC}, 1), (const char *[]){"tanh"});
    fprintf(exact, "\n  }\n}\n");

    fprintf(folded, "{\"peer\": \"libfann 2.2.0\", \"files\": {");
    put_folded(folded, "elliot.net", network(4, four, (int[]){FANN_ELLIOT, FANN_LINEAR_PIECE_SYMMETRIC, FANN_LINEAR}, 0.5), 0);
    net = network(4, four, (int[]){FANN_SIGMOID, FANN_LINEAR_PIECE, FANN_LINEAR}, 0.7);
    fann_set_activation_steepness(net, 0.3f, 1, 2);
    fann_set_activation_steepness(net, 1.9f, 2, 4);
    put_folded(folded, "uneven.net", net, 0);
    put_folded(
        folded, "scaled.net", scaled(network(3, three, (int[]){FANN_SIGMOID_SYMMETRIC, FANN_LINEAR}, 0.5)), 1);
    fprintf(folded, "\n  }\n}\n");
    return fclose(exact) | fclose(folded);
}
