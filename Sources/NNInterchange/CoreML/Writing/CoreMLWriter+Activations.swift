import NNModel

extension CoreMLWriter {
    /// An activation: one layer where Core ML has it, else the layers that it is made of.
    mutating func add(_ activation: Activation, named name: String, isOutput: Bool) {
        let z = current
        let part = "\(name)Part"
        /// A layer of a function of ActivationParams, with its parameters.
        func function(_ kind: Int, _ parameters: [Double] = [], named name: String, isOutput: Bool) {
            add(130, named: name, isOutput: isOutput) { message in
                message.add { activation in
                    activation.message(kind) { fields in
                        for (index, number) in parameters.enumerated() { fields.float(index + 1, Float(number)) }
                    }
                }
            }
        }
        func whole(_ kind: Int, _ parameters: [Double] = []) {
            function(kind, parameters, named: name, isOutput: isOutput)
        }
        /// z times what became of it.
        func multiplyByZ() {
            add(231, [z, current], named: name, isOutput: isOutput)
        }
        switch activation {
        case .identity, .unrecognized: break
        case .relu: whole(10)
        case .relu6:
            // min(x, 6) = −max(−x, −6)
            function(10, named: part, isOutput: false)
            add(220, named: part) { message in
                message.add { fields in
                    fields.integer(1, 7)
                    fields.float(2, -6)
                    fields.float(5, -1)
                }
            }
            whole(5, [-1, 0])
        case .leakyRelu(let slope): whole(15, [slope])
        case .elu(let alpha): whole(50, [alpha])
        case .selu:
            function(50, [Activation.seluAlpha], named: part, isOutput: false)
            whole(5, [Activation.seluLambda, 0])
        case .gelu, .geluTanh:
            add(795, named: name, isOutput: isOutput) { $0.add { $0.integer(1, activation == .gelu ? 0 : 1) } }
        case .sigmoid: whole(40)
        case .hardSigmoid(let slope, let offset): whole(41, [slope, offset])
        case .tanh: whole(30)
        case .softplus: whole(70)
        case .softsign: whole(60)
        case .swish:
            function(40, named: part, isOutput: false)
            multiplyByZ()
        case .hardSwish:
            function(41, [1.0 / 6, 0.5], named: part, isOutput: false)
            multiplyByZ()
        case .mish:
            function(70, named: part, isOutput: false)
            function(30, named: part, isOutput: false)
            multiplyByZ()
        case .softmax where keepsAxes:
            add(950, named: name, isOutput: isOutput) { $0.add { $0.integer(1, -1) } }
        case .softmax: add(175, named: name, isOutput: isOutput)
        case .logSoftmax:
            // z − ln Σ eᶻ
            add(1295, named: part) { message in
                message.add { fields in
                    fields.integer(1, -1)
                    fields.integer(2, 1)
                }
            }
            add(905, [z, current], named: name, isOutput: isOutput)
        }
    }
}

extension Activation {
    /// Whether it is made of layers that came with version 4 of the specification.
    var needsFourthVersion: Bool { [.gelu, .geluTanh, .logSoftmax].contains(self) }
}
