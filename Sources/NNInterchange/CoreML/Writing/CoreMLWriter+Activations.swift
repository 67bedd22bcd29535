import NNModel

extension CoreMLWriter {
    /// An activation: one layer where Core ML has it, else the layers that it is made of.
    mutating func add(_ activation: Activation, named name: String, isOutput: Bool) {
        let z = current
        let part = "\(name)Part"
        /// A layer of a function of ActivationParams, with its parameters.
        func function(_ kind: String, _ parameters: [Double] = [], named name: String, isOutput: Bool) {
            add("activation", named: name, isOutput: isOutput) { message in
                message.add { activation in
                    activation.message(CoreMLKind.number(kind, in: CoreMLKind.activations)) { fields in
                        for (index, number) in parameters.enumerated() { fields.float(index + 1, Float(number)) }
                    }
                }
            }
        }
        func whole(_ kind: String, _ parameters: [Double] = []) {
            function(kind, parameters, named: name, isOutput: isOutput)
        }
        /// z times what became of it.
        func multiplyByZ() {
            add("multiply", [z, current], named: name, isOutput: isOutput)
        }
        switch activation {
        case .identity, .unrecognized: break
        case .relu: whole("ReLU")
        case .relu6:
            // min(x, 6) = −max(−x, −6)
            function("ReLU", named: part, isOutput: false)
            add("unary", named: part) { message in
                message.add { fields in
                    fields.integer(1, 7)
                    fields.float(2, -6)
                    fields.float(5, -1)
                }
            }
            whole("linear", [-1, 0])
        case .leakyRelu(let slope): whole("leakyReLU", [slope])
        case .elu(let alpha): whole("ELU", [alpha])
        case .selu:
            function("ELU", [Activation.seluAlpha], named: part, isOutput: false)
            whole("linear", [Activation.seluLambda, 0])
        case .gelu, .geluTanh:
            add("gelu", named: name, isOutput: isOutput) { $0.add { $0.integer(1, activation == .gelu ? 0 : 1) } }
        case .sigmoid: whole("sigmoid")
        case .hardSigmoid(let slope, let offset): whole("sigmoidHard", [slope, offset])
        case .tanh: whole("tanh")
        case .softplus: whole("softplus")
        case .softsign: whole("softsign")
        case .swish:
            function("sigmoid", named: part, isOutput: false)
            multiplyByZ()
        case .hardSwish:
            function("sigmoidHard", [1.0 / 6, 0.5], named: part, isOutput: false)
            multiplyByZ()
        case .mish:
            function("softplus", named: part, isOutput: false)
            function("tanh", named: part, isOutput: false)
            multiplyByZ()
        case .softmax where keepsAxes:
            add("softmaxND", named: name, isOutput: isOutput) { $0.add { $0.integer(1, -1) } }
        case .softmax: add("softmax", named: name, isOutput: isOutput)
        case .logSoftmax:
            // z − ln Σ eᶻ
            add("reduceLogSumExp", named: part) { message in
                message.add { fields in
                    fields.integer(1, -1)
                    fields.integer(2, 1)
                }
            }
            add("subtractBroadcastable", [z, current], named: name, isOutput: isOutput)
        }
    }
}

extension Activation {
    /// Whether it is made of layers that came with version 4 of the specification.
    var needsFourthVersion: Bool { [.gelu, .geluTanh, .logSoftmax].contains(self) }
}
