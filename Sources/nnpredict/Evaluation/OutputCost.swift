import NNCommand
import NNModel

/// The cost of one example by the loss that goes with an output.
struct OutputCost: Sendable {
    private let output: Output
    private let units: Int

    /// The cost of outputs of this meaning and number of units.
    init(_ output: Output, units: Int) {
        self.output = output
        self.units = units
    }

    /// The cost of the class that is true.
    ///
    /// Sigmoid and logits of one unit: binary cross-entropy; softmax, log-softmax and several logits: categorical
    /// cross-entropy, all from the weighted inputs. With any other activation the probability p of the true class as
    /// the output gives it: −ln p, which is infinite where p is 0.
    func callAsFunction(_ prediction: Prediction, class index: Int) -> Double {
        let targets = (0..<units).map { units == 1 ? Double(index) : $0 == index ? 1.0 : 0 }
        let (z, a, activation) = (prediction.weightedInputs, prediction.activations, prediction.activation)
        switch (output.meaning, activation) {
        case (.probability, .sigmoid): return cost(.binaryCrossEntropy, z, a, targets, activation)
        case (.probability, .softmax), (.logProbability, .logSoftmax):
            return cost(.categoricalCrossEntropy, z, a, targets, activation)
        // Logits are the weighted inputs of a sigmoid or softmax that the network leaves to its reader.
        case (.logit, _) where units == 1: return cost(.binaryCrossEntropy, a, a, targets, .sigmoid)
        case (.logit, _): return cost(.categoricalCrossEntropy, a, a, targets, .softmax)
        default:
            guard case .classes(_, let probabilities) = Answer(a, output: output) else { return .nan }
            return -Double.log(probabilities[index])
        }
    }

    /// The cost of numbers to come near to: the mean squared error.
    func callAsFunction(_ prediction: Prediction, targets: [Double]) -> Double {
        cost(.meanSquaredError, prediction.weightedInputs, prediction.activations, targets, prediction.activation)
    }

    private func cost(_ loss: Loss, _ z: [Double], _ a: [Double], _ y: [Double], _ activation: Activation) -> Double {
        z.withUnsafeBufferPointer { z in
            a.withUnsafeBufferPointer { a in
                y.withUnsafeBufferPointer { y in
                    loss.cost(weightedInputs: z, activations: a, targets: y, activation: activation)
                }
            }
        }
    }
}
