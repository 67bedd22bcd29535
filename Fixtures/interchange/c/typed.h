// nnm-c 1 {"layers": [["relu", 1, 3, "float32", "float32"]]}
// A network of 1 layers with 4 parameters, written by nnconvert.
//
//     float answers[TYPED_OUTPUTS];
//     typed_predict(numbers, answers);
#ifndef TYPED_H
#define TYPED_H

#include <math.h>

#define TYPED_INPUTS 3
#define TYPED_OUTPUTS 1

static const float typed_W1[3] = {
    1.0f, -0.25f, 0.03f,
};

static const float typed_b1[1] = {
    0.5f,
};

static inline void typed_layer_float_float(
    const float *w, const float *b, int inputs, int units, const float *a, float *z) {
    int unit, i;
    for (unit = 0; unit < units; unit++) {
        float sum = 0;
        for (i = 0; i < inputs; i++) sum += w[(long)unit * inputs + i] * a[i];
        z[unit] = sum + b[unit];
    }
}

// relu
static inline void typed_g1(float *z, int n) {
    int i;
    for (i = 0; i < n; i++) z[i] = z[i] > 0 ? z[i] : z[i] <= 0 ? 0.0f : z[i];
}

// What the network makes of 3 numbers, given in the order of the shape 3 and as they come, before preprocessing.
static inline void typed_predict(const float *numbers, float *answers) {
    float a[3], z[1];
    int i;
    for (i = 0; i < 3; i++) a[i] = numbers[i];
    typed_layer_float_float(typed_W1, typed_b1, 3, 1, a, z);
    typed_g1(z, 1);
    for (i = 0; i < 1; i++) answers[i] = z[i];
}

#endif
