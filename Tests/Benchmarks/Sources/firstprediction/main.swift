// The least that a program can be that predicts: its whole life is what `nnbench first-prediction` times.

import NNModel

let model = try Model(path: CommandLine.arguments[1])
let predict = try Predictor<Float>(model)
print(predict([Float](repeating: 128, count: model.input.featureCount)).activations)
