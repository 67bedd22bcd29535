import NNModel

/// Finds the network in the layers of a Keras model, one after the other.
struct KerasNetwork {
    /// Keras's own, 2 or 3: what some names mean depends on it.
    private let version: Int
    private(set) var draft: NetworkDraft
    /// What became of the weighted inputs of the last layer since.
    private var function = ElementwiseFunction.identity
    /// The layer that said so last.
    private var activator: KerasLayer?
    /// The axes of an example as it is by now, nil for lengths that are left open; nil where nothing says.
    private var axes: [Int?]?
    /// Classes that do nothing to a prediction, and how many of each were left out.
    private(set) var vanished: [String: Int] = [:]
    private(set) var notes: [String] = []

    /// - Parameter budget: numbers that folding may touch.
    init(version: Int, inputShape: [Int?]?, budget: Int) {
        self.version = version
        axes = inputShape
        draft = NetworkDraft(budget: budget)
    }

    mutating func read(_ layers: [KerasLayer], _ weights: inout KerasWeights) throws(InterchangeError) {
        var skipsNext = false
        for (index, layer) in layers.enumerated() {
            if skipsNext {
                skipsNext = false
            } else {
                let next = index + 1 < layers.count ? layers[index + 1] : nil
                skipsNext = try read(layer, isFirst: index == 0, before: next, &weights)
            }
        }
    }

    /// The network, once every layer is read.
    mutating func finish(
        behind last: KerasLayer, features: Int?, file: String
    ) throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling) {
        try commit(before: last)
        do throws(NetworkDraft.Problem) {
            return try draft.finish(features: features)
        } catch {
            throw InterchangeError(file, "the layers", .unexpected(expected: error.expected, found: error.found))
        }
    }

    /// Returns whether the next layer is understood with it.
    private mutating func read(
        _ layer: KerasLayer, isFirst: Bool, before next: KerasLayer?, _ weights: inout KerasWeights
    ) throws(InterchangeError) -> Bool {
        switch layer.className {
        case "InputLayer":
            guard isFirst else { throw layer.refuse("an input behind other layers") }
        case "Dense": try dense(layer, &weights)
        case "BatchNormalization": try batchNormalization(layer, &weights)
        case "Normalization": try normalization(layer, &weights)
        case "Rescaling": return try rescaling(layer, before: next)
        case "Flatten", "Reshape": try reshape(layer)
        case "Dropout", "Identity", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization":
            vanished[layer.className, default: 0] += 1
        case "Lambda", "TFOpLambda":
            throw layer.refuse("a function of the author's own, which is never run")
        case "Sequential", "Functional", "Model":
            throw layer.refuse("a model within the model is not understood")
        default:
            guard let activation = try KerasActivation.layer(layer, version: version) else {
                throw layer.refuse("this layer is none that a dense network is made of")
            }
            try apply(activation, of: layer)
        }
        return false
    }

    // MARK: Layers

    private mutating func dense(_ layer: KerasLayer, _ weights: inout KerasWeights) throws(InterchangeError) {
        if let axes, axes.count != 1 {
            throw layer.fail("one axis of numbers an example", found: "\(axes.count); a Flatten belongs in front")
        }
        let hasBiases = try layer.flag("use_bias", usual: true)
        let paths = try weights.variables(of: layer, hasBiases ? ["kernel", "bias"] : ["kernel"])
        let kernel = try weights.tensor(paths[0], axes: 2, of: layer)
        let (inputs, units) = (kernel.shape[0], kernel.shape[1])
        guard layer.config["units"]?.integer == units else {
            throw layer.fail("a kernel for the \(layer.config["units"]?.kind ?? "") units", found: "one for \(units)")
        }
        if let features = axes?[0], features != inputs {
            throw layer.fail("a kernel for \(features) inputs", found: "one for \(inputs)")
        }
        var biases: Tensor?
        if hasBiases {
            let tensor = try weights.tensor(paths[1], axes: 1, of: layer)
            guard tensor.count == units else { throw layer.fail("\(units) biases", found: "\(tensor.count)") }
            biases = tensor
        } else {
            notes.append("\(layer.place) has no biases: zeros are taken")
        }
        if let policy = layer.precision, policy.contains("float16") {
            notes.append("\(layer.place) computes in \(policy) in Keras, and in float32 here")
        }
        try change(layer) { draft throws(NetworkDraft.Problem) in
            try draft.add(kernel.transposed, biases: biases, name: layer.name.isUsable ? layer.name : "")
        }
        axes = [units]
        try apply(KerasActivation.read(layer.config["activation"], of: layer, version: version), of: layer)
    }

    /// gamma · (x − mean) / √(variance + epsilon) + beta.
    private mutating func batchNormalization(
        _ layer: KerasLayer, _ weights: inout KerasWeights
    ) throws(InterchangeError) {
        let axis = try layer.axes("axis") ?? [-1]
        guard axis == [-1] || axes.map({ axis == [$0.count] }) ?? false else {
            throw layer.fail("the last axis", found: "\(axis)")
        }
        let (scales, centers) = (try layer.flag("scale", usual: true), try layer.flag("center", usual: true))
        let roles = (scales ? ["gamma"] : []) + (centers ? ["beta"] : []) + ["moving_mean", "moving_variance"]
        var lists: [String: [Double]] = [:]
        for (role, path) in zip(roles, try weights.variables(of: layer, roles)) {
            lists[role] = try weights.numbers(path, of: layer)
        }
        let (mean, variance) = (lists["moving_mean"] ?? [], lists["moving_variance"] ?? [])
        let count = mean.count
        try check(count, of: layer)
        guard lists.values.allSatisfy({ $0.count == count }) else {
            throw layer.fail("lists of \(count) numbers", found: "others")
        }
        let epsilon = try layer.number("epsilon") ?? 1e-3
        let factors = (0..<count).map { (lists["gamma"]?[$0] ?? 1) / (variance[$0] + epsilon).squareRoot() }
        guard factors.allSatisfy(\.isFinite) else { throw layer.fail("variances above 0", found: "others") }
        let shifts = (0..<count).map { (lists["beta"]?[$0] ?? 0) - mean[$0] * factors[$0] }
        try change(layer) { draft throws(NetworkDraft.Problem) in
            try draft.fold(Affine(factors: factors, shifts: shifts))
        }
    }

    private mutating func reshape(_ layer: KerasLayer) throws(InterchangeError) {
        let features = self.features
        if layer.className == "Flatten" {
            let order = layer.config["data_format"]?.string ?? "channels_last"
            guard order == "channels_last" || axes?.count == 1 else {
                throw layer.refuse(
                    "with data_format \(JSONValue.string(order).kind) it puts the numbers into another order")
            }
            axes = [features]
        } else {
            let target = layer.config["target_shape"]?.elements?.map(\.integer) ?? []
            let lengths = target.compactMap { $0 }
            guard !lengths.isEmpty, lengths.count == target.count, lengths.count <= InterchangeLimits.arrayAxes,
                lengths.filter({ $0 == -1 }).count <= 1, lengths.allSatisfy({ $0 == -1 || $0 > 0 }),
                let known = elementCount(lengths.filter { $0 > 0 }),
                features.map({ lengths.contains(-1) ? $0 % known == 0 : $0 == known }) ?? true
            else {
                throw layer.fail(
                    "a target_shape of as many numbers", found: layer.config["target_shape"]?.kind ?? "none")
            }
            axes = lengths.map { $0 > 0 ? $0 : features.map { $0 / known } }
        }
        vanished[layer.className, default: 0] += 1
    }

    // MARK: What a layer does

    /// Numbers of an example, where all its axes are known.
    var features: Int? {
        guard let axes else { return nil }
        let lengths = axes.compactMap { $0 }
        return lengths.count == axes.count ? elementCount(lengths) : nil
    }

    /// Whether there are as many numbers as the last axis is long, where that is known.
    func check(_ count: Int, of layer: KerasLayer) throws(InterchangeError) {
        guard count > 0 else { throw layer.fail("numbers", found: "none") }
        guard let last = axes?.last ?? nil, count != last else { return }
        throw layer.fail("\(last) numbers, one for each index of the last axis", found: "\(count)")
    }

    /// An activation, of the weighted inputs or of what became of them.
    mutating func apply(_ activation: Activation, of layer: KerasLayer) throws(InterchangeError) {
        if activation == .identity { return }
        activator = layer
        guard !function.mixesUnits else { throw layer.refuse("\(activation) behind a softmax") }
        if activation.mixesUnits {
            if !function.isIdentity { try commit(before: layer) }
            function = ElementwiseFunction(activation)
        } else {
            function = function.then(activation)
        }
    }

    /// Changes the network for good, behind what became of the last weighted inputs.
    mutating func change(
        _ layer: KerasLayer, _ body: (inout NetworkDraft) throws(NetworkDraft.Problem) -> Void
    ) throws(InterchangeError) {
        try commit(before: layer)
        do throws(NetworkDraft.Problem) {
            try body(&draft)
        } catch {
            throw layer.fail(error.expected, found: error.found)
        }
    }

    /// Makes an activation of what became of the last weighted inputs.
    private mutating func commit(before layer: KerasLayer) throws(InterchangeError) {
        do throws(NetworkDraft.Problem) {
            try draft.commit(function)
            function = .identity
        } catch {
            throw (activator ?? layer).fail(error.expected, found: error.found)
        }
    }

    /// Whether the weighted inputs of a layer are as they were.
    var isLinear: Bool { draft.isLinear && function.isIdentity }

    /// How many axes an example has by now, where that is known.
    var rank: Int? { axes?.count }
}
