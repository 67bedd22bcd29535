import NNModel

extension GraphWriter {
    /// (x − offset) / divisor.
    mutating func add(_ scaling: Scaling, features: Int) {
        // One number a channel doesn't fit an example without axes: a number for each element does.
        func tensor(_ numbers: [Double]) -> Tensor {
            let count = numbers.count == 1 ? 1 : features
            return Tensor((0..<count).map { Float(numbers[$0 % numbers.count]) }, shape: [count])
        }
        if scaling.offsets.contains(where: { $0 != 0 }) {
            let offset = add(tensor(scaling.offsets), named: "offset")
            add("Sub", [current, offset], named: "shifted")
        }
        if scaling.divisors.contains(where: { $0 != 1 }) {
            let divisor = add(tensor(scaling.divisors), named: "divisor")
            add("Div", [current, divisor], named: "prepared")
        }
    }

    /// A layer with its activation.
    ///
    /// - Parameters:
    ///   - number: the layer, from 1.
    ///   - isLast: whether its activations are the output of the graph.
    mutating func add(_ layer: DenseLayer, number: Int, isLast: Bool) {
        let hasName = !layer.name.isEmpty
        let weights = addAsFloat32(layer.weights, named: hasName ? "\(layer.name).weight" : "W\(number)")
        let biases = addAsFloat32(layer.biases, named: hasName ? "\(layer.name).bias" : "b\(number)")
        add(
            "Gemm", [current, weights, biases], named: "Z\(number)", isLast: isLast && layer.activation == .identity,
            attributes: [("transB", .integer(1))])
        add(layer.activation, named: "A\(number)", isLast: isLast)
    }

    /// An activation: one operator where opset 13 has it (for gelu 20), else the operators that it is made of.
    private mutating func add(_ activation: Activation, named name: String, isLast: Bool) {
        let z = current
        func part(_ name: String) -> String { "\(name).part" }
        func simple(_ opType: String, _ attributes: [(name: String, value: Attribute)] = []) {
            add(opType, named: name, isLast: isLast, attributes: attributes)
        }
        switch activation {
        case .identity, .unrecognized: break
        case .relu: simple("Relu")
        case .relu6:
            let low = add(Tensor([Float(0)], shape: [1]), shape: [], named: "\(name).min")
            let high = add(Tensor([Float(6)], shape: [1]), shape: [], named: "\(name).max")
            add("Clip", [z, low, high], named: name, isLast: isLast)
        case .leakyRelu(let slope): simple("LeakyRelu", [("alpha", .float(slope))])
        case .elu(let alpha): simple("Elu", [("alpha", .float(alpha))])
        case .selu: simple("Selu")
        case .gelu: simple("Gelu")
        case .geluTanh: simple("Gelu", [("approximate", .text("tanh"))])
        case .sigmoid: simple("Sigmoid")
        case .hardSigmoid(let slope, let offset):
            simple("HardSigmoid", [("alpha", .float(slope)), ("beta", .float(offset))])
        case .tanh: simple("Tanh")
        case .softplus: simple("Softplus")
        case .softsign: simple("Softsign")
        case .swish:
            add("Sigmoid", named: part(name))
            add("Mul", [z, current], named: name, isLast: isLast)
        case .hardSwish:
            add("HardSigmoid", named: part(name), attributes: [("alpha", .float(1.0 / 6)), ("beta", .float(0.5))])
            add("Mul", [z, current], named: name, isLast: isLast)
        case .mish:
            add("Softplus", named: part(name))
            add("Tanh", named: part(name))
            add("Mul", [z, current], named: name, isLast: isLast)
        case .softmax: simple("Softmax", [("axis", .integer(1))])
        case .logSoftmax: simple("LogSoftmax", [("axis", .integer(1))])
        }
    }
}

extension Activation {
    /// The first version of ONNX's operators that can say it.
    var opset: Int { self == .gelu || self == .geluTanh ? 20 : 13 }
}
