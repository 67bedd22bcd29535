// Times predictions within this process.
//
// usage: inferbench make 784,128,10 FILE     a model of random weights: relu, and sigmoid in the end
//        inferbench one FILE                 one example by NNModel, on one thread
//        inferbench c FILE LIBRARY           the same through libnnmodel.so
//        inferbench batch FILE N THREADS     N examples by NNNetwork
// Prints one JSON object: seconds (the median of some rounds, for one call), result (the sum of the outputs).

import NNModel
import NNNetwork

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

let arguments = CommandLine.arguments.dropFirst().map { $0 }
switch (arguments.first, arguments.count) {
case ("make", 3):
    try randomModel(sizes: arguments[1].split(separator: ",").compactMap { Int($0) }).write(to: arguments[2])
case ("one", 2):
    let predict = try Predictor<Float>(Model(path: arguments[1]))
    let scratch = predict.makeScratch()
    report(rawExamples(1, of: predict.input.featureCount), units: predict.unitCount) { raw, outputs in
        predict(raw, into: outputs, using: scratch)
    }
case ("c", 3):
    let library = try CLibrary(path: arguments[2])
    let model = try library.open(arguments[1])
    let description = try Model(path: arguments[1])
    let units = description.layers.last?.units ?? 0
    report(rawExamples(1, of: description.input.featureCount), units: units) { raw, outputs in
        library.predict(model, raw, outputs)
    }
case ("batch", 4):
    let (model, examples) = (try Model(path: arguments[1]), Int(arguments[2]) ?? 0)
    let predict = try BatchPredictor<Float>(model, threads: Int(arguments[3]))
    report(rawExamples(examples, of: model.input.featureCount), units: examples * predict.unitCount) { raw, outputs in
        predict(raw, into: outputs)
    }
default:
    print("usage: inferbench make SIZES FILE | one FILE | c FILE LIBRARY | batch FILE N THREADS")
    exit(64)
}

/// Elements that a script in Python makes as well.
func rawExamples(_ count: Int, of features: Int) -> [Float] {
    (0..<count * features).map { Float($0 % 257) / 256 }
}

func randomModel(sizes: [Int]) -> Model {
    var generator = SplitMix64(seed: 1)
    let pairs = Array(zip(sizes, sizes.dropFirst()))
    let layers = pairs.enumerated().map { index, size in
        let (inputs, units) = size
        let reach = (6 / Double(inputs)).squareRoot()
        let weights = (0..<units * inputs).map { _ in Float((2 * generator.nextUniform() - 1) * reach) }
        return DenseLayer(
            weights: Tensor(weights, shape: [units, inputs]),
            biases: Tensor([Float](repeating: 0, count: units), shape: [units]),
            activation: index + 1 < pairs.count ? .relu : .sigmoid)
    }
    return Model(input: Input(shape: [sizes[0]]), layers: layers, output: Output(meaning: .value))
}

/// Calls `predict` for a fifth of a second and more, and prints what came of it.
func report(
    _ raw: [Float], units: Int, _ predict: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
) {
    var outputs = [Float](repeating: 0, count: units)
    let clock = ContinuousClock()
    var rounds: [Double] = []
    raw.withUnsafeBufferPointer { raw in
        outputs.withUnsafeMutableBufferPointer { outputs in
            func time(_ calls: Int) -> Double {
                let start = clock.now
                for _ in 0..<calls { predict(raw, outputs) }
                return (clock.now - start) / .seconds(1) / Double(calls)
            }
            let calls = max(1, Int(0.01 / max(1e-7, min(time(3), time(3)))))
            for _ in 0..<21 { rounds.append(time(calls)) }
        }
    }
    let result = outputs.reduce(0) { $0 + Double($1) }
    print("{\"seconds\": \(rounds.sorted()[rounds.count / 2]), \"result\": \(result)}")
}
