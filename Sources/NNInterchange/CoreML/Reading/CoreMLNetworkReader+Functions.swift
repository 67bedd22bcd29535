import NNModel

/// Layers of one operand that have no weights: activations, and what others are put together from.
extension CoreMLNetworkReader {
    mutating func function(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        if layer.kind == "activation" { return try activation(layer) }
        if layer.kind == "unary" { return try unary(layer) }
        let parameters = layer.parameters
        var part: (Double) -> Double
        switch layer.kind {
        case "tanh": return try activated(layer, .tanh)
        case "gelu":
            switch try parameters.integer(1) {
            case 0: return try activated(layer, .gelu)
            case 1: return try activated(layer, .geluTanh)
            case 2: part = { $0 / (1 + Double.exp(-1.702 * $0)) }
            case let mode: throw layer.fail("a mode from 0 to 2", found: "\(mode)")
            }
        case "clip":
            let (low, high) = (Double(try parameters.float(1)), Double(try parameters.float(2)))
            part = { min(max($0, low), high) }
        case "clampedReLU":
            let (slope, high) = (Double(try parameters.float(1)), Double(try parameters.float(2)))
            part = { min($0 >= 0 ? $0 : slope * $0, high) }
        case "erf": part = { 1 - Double.erfc($0) }
        default: throw layer.refuse(Self.unknown)
        }
        let function = try flow(layer)
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        return made(function.then(part), layer)
    }

    /// An activation of the weighted inputs, or of what became of them.
    private mutating func activated(
        _ layer: CoreMLLayer, _ activation: Activation
    ) throws(InterchangeError) -> Value {
        let function = try flow(layer)
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        return made(function.then(activation), layer)
    }

    /// An activation layer, with Core ML's formulas (ActivationParams).
    private mutating func activation(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let kinds = layer.parameters.numbers.compactMap { CoreMLKind.activations[$0] }
        guard kinds.count == 1, let kind = kinds.first, let number = layer.parameters.numbers.first,
            let settings = try layer.parameters.fields(number, "\(layer.place), \(kind)")
        else {
            throw layer.fail(
                "one function that is known", found: kinds.isEmpty ? "none" : kinds.joined(separator: ", "))
        }
        func parameter(_ number: Int) throws(InterchangeError) -> Double { try settings.float(number).asWritten }
        switch kind {
        case "linear":
            return try line(layer, Double(settings.float(1)), Double(settings.float(2)))
        case "ReLU": return try activated(layer, .relu)
        case "leakyReLU": return try activated(layer, .leakyRelu(slope: parameter(1)))
        case "thresholdedReLU":
            let least = Double(try settings.float(1))
            if least == 0 { return try activated(layer, .relu) }
            let function = try flow(layer)
            guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
            return made(function.then { $0 >= least ? $0 : 0 }, layer)
        case "PReLU":
            return try activated(layer, .leakyRelu(slope: Float(single(layer, settings, 1, "alpha")).asWritten))
        case "tanh": return try activated(layer, .tanh)
        case "scaledTanh":
            return try scaled(layer, .tanh, by: Double(settings.float(1)), of: Double(settings.float(2)))
        case "sigmoid": return try activated(layer, .sigmoid)
        case "sigmoidHard":
            // A sixth has no short digits.
            let slope = try settings.float(1) == Float(1.0 / 6) ? 1.0 / 6 : try parameter(1)
            return try activated(layer, .hardSigmoid(slope: slope, offset: parameter(2)))
        case "ELU": return try activated(layer, .elu(alpha: parameter(1)))
        case "softsign": return try activated(layer, .softsign)
        case "softplus": return try activated(layer, .softplus)
        default:
            return try scaled(
                layer, .softplus, by: single(layer, settings, 1, "alpha"), of: single(layer, settings, 2, "beta"))
        }
    }

    /// alpha · x + beta: preprocessing in front of the first layer.
    private mutating func line(
        _ layer: CoreMLLayer, _ factor: Double, _ shift: Double
    ) throws(InterchangeError) -> Value {
        let function = try flow(layer)
        if factor == 1, shift == 0 {
            vanished["linear activation of x itself", default: 0] += 1
            return made(function)
        }
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        if isPreparing(function) {
            return try apply(Affine(factors: [factor], shifts: [shift]), behind: function, layer)
        }
        return made(function.then { factor * $0 + shift }, layer)
    }

    /// factor · g(slope · x): slope goes into the weights of the layer before, and the factor into those of the next.
    private mutating func scaled(
        _ layer: CoreMLLayer, _ activation: Activation, by factor: Double, of slope: Double
    ) throws(InterchangeError) -> Value {
        if factor == 1, slope == 1 { return try activated(layer, activation) }
        let function = try flow(layer)
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        return try change(layer, behind: function) { draft throws(NetworkDraft.Problem) in
            if slope != 1 { try draft.fold(Affine(factors: [slope], shifts: [0])) }
            try draft.set(activation)
            if factor != 1 { try draft.fold(Affine(factors: [factor], shifts: [0])) }
        }
    }

    /// A parameter that is the same for all channels.
    private mutating func single(
        _ layer: CoreMLLayer, _ settings: WireFields, _ number: Int, _ role: String
    ) throws(InterchangeError) -> Double {
        // One for all, or one for each channel: how many can be told by none but the numbers themselves.
        let channels = axes.lengths.count >= 3 ? axes.lengths[axes.lengths.count - 3] : 1
        let weights: CoreMLWeights
        do throws(InterchangeError) {
            weights = try layer.weights(number, role, count: 1, of: settings)
        } catch {
            if channels == 1 { throw error }
            weights = try layer.weights(number, role, count: channels, of: settings)
        }
        let numbers = try numbers(weights, of: layer)
        guard numbers.allSatisfy({ $0 == numbers[0] && $0.isFinite }) else {
            throw layer.refuse("with a parameter of its own for each unit, which no layer can have")
        }
        return numbers[0]
    }

    /// A function of scale · x + shift (UnaryFunctionLayerParams).
    private mutating func unary(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let (parameters, function) = (layer.parameters, try flow(layer))
        let (code, alpha) = (try parameters.integer(1), Double(try parameters.float(2)))
        // 0 stands for what Core ML takes without any.
        let (given, shift) = (try parameters.float(3), Double(try parameters.float(4)))
        let epsilon = given == 0 ? 1e-6 : Double(given)
        let scale = try parameters.float(5) == 0 ? 1 : Double(try parameters.float(5))
        if function.activation == .softmax, code == 5, scale == 1, shift == 0 {
            return made(ElementwiseFunction(.logSoftmax), layer)
        }
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        let part: (Double) -> Double
        switch code {
        case 0: part = { $0.squareRoot() }
        case 1: part = { 1 / ($0 + epsilon).squareRoot() }
        case 2: part = { 1 / ($0 + epsilon) }
        case 3: part = { Arithmetic.power($0, alpha) }
        case 4: part = { Double.exp($0) }
        case 5: part = { Double.log($0) }
        case 6: part = { abs($0) }
        case 7: part = { max(alpha, $0) }
        default: throw layer.fail("a function from 0 to 7", found: "\(code)")
        }
        return made(function.then { part(scale * $0 + shift) }, layer)
    }

    /// softmax goes over the third axis from behind, softmaxND over any: that of the units.
    mutating func softmax(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let function = try flow(layer)
        let axis = layer.kind == "softmax" ? -3 : try layer.parameters.integer(1)
        try checkAxis(axis, layer)
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        if !function.isIdentity { _ = try change(layer, behind: function) { _ throws(NetworkDraft.Problem) in } }
        return made(ElementwiseFunction(.softmax), layer)
    }

    /// ln Σ eᶻ, which a log-softmax is z without.
    mutating func logSumExp(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let function = try flow(layer)
        if try !layer.parameters.flag(3) {
            let axes = try layer.parameters.integers(1, limit: InterchangeLimits.arrayAxes)
            guard axes.count == 1 else { throw layer.fail("the axis of the units", found: "\(axes.count) axes") }
            try checkAxis(axes[0], layer)
        }
        guard function.isIdentity, draft.isLinear else {
            throw layer.refuse("of anything but the weighted inputs of a layer it is not understood")
        }
        return madeLogSumExp()
    }

    /// Whether an axis has all numbers of an example.
    private func checkAxis(_ axis: Int, _ layer: CoreMLLayer) throws(InterchangeError) {
        let rank = axes.lengths.count
        guard (-rank..<rank).contains(axis), axes.lengths[(axis + rank) % rank] == axes.count else {
            throw layer.fail(
                "the axis of the units in \(ONNXTensor.text(of: axes.lengths))", found: "axis \(axis)")
        }
    }
}
