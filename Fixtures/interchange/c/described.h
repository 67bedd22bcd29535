// nnm-c 1 {"input_shape": [2, 1], "input_range": [0.0, 255.0], "input_offset": [1.0, 2.0], "input_divisor": [127.5, 100.0], "input_resize": ["bilinear", "crop"], "input_name": ["picture"], "class_names": ["caf\u00e9", "\ud83e\udd8a", ""], "output_name": ["kind"], "layer_names": ["in", "out"], "layers": [["leaky-relu:0.2", 2, 2, "float32", "float64"], ["softmax", 3, 2, "float32", "float32"]]}
// A network of 2 layers with 15 parameters, written by nnconvert.
//
//     double answers[DESCRIBED_OUTPUTS];
//     described_predict(numbers, answers);
#ifndef DESCRIBED_H
#define DESCRIBED_H

#include <math.h>

#define DESCRIBED_INPUTS 2
#define DESCRIBED_OUTPUTS 3

// The names of the classes, in order.
static const char *const described_classes[3] = {"caf\303\251", "\360\237\246\212", ""};

static const float described_W1[4] = {
    1.0f, 2.0f, INFINITY, -INFINITY,
};

static const double described_b1[2] = {
    3.0, 0.125,
};

static const float described_W2[6] = {
    1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f,
};

static const float described_b2[3] = {
    0.0f, 0.0f, 1e-07f,
};

static const double described_offset[2] = {
    1.0, 2.0,
};

static const double described_divisor[2] = {
    127.5, 100.0,
};

static inline void described_layer_float_double(
    const float *w, const double *b, int inputs, int units, const double *a, double *z) {
    int unit, i;
    for (unit = 0; unit < units; unit++) {
        double sum = 0;
        for (i = 0; i < inputs; i++) sum += w[(long)unit * inputs + i] * a[i];
        z[unit] = sum + b[unit];
    }
}

static inline void described_layer_float_float(
    const float *w, const float *b, int inputs, int units, const double *a, double *z) {
    int unit, i;
    for (unit = 0; unit < units; unit++) {
        double sum = 0;
        for (i = 0; i < inputs; i++) sum += w[(long)unit * inputs + i] * a[i];
        z[unit] = sum + b[unit];
    }
}

// leaky-relu:0.2
static inline void described_g1(double *z, int n) {
    int i;
    for (i = 0; i < n; i++) z[i] = z[i] > 0 ? z[i] : 0.2 * z[i];
}

// softmax
static inline void described_g2(double *z, int n) {
    int i;
    double most = z[0], sum = 0; for (i = 1; i < n; i++) if (z[i] > most) most = z[i]; for (i = 0; i < n; i++) { z[i] = exp(z[i] - most); sum += z[i]; } for (i = 0; i < n; i++) z[i] /= sum;
}

// What the network makes of 2 numbers, given in the order of the shape 2 x 1 and as they come, before preprocessing.
static inline void described_predict(const double *numbers, double *answers) {
    double a[3], z[2];
    int i;
    for (i = 0; i < 2; i++)
        a[i] = (numbers[i] - described_offset[i]) / described_divisor[i];
    described_layer_float_double(described_W1, described_b1, 2, 2, a, z);
    described_g1(z, 2);
    described_layer_float_float(described_W2, described_b2, 2, 3, z, a);
    described_g2(a, 3);
    for (i = 0; i < 3; i++) answers[i] = a[i];
}

#endif
