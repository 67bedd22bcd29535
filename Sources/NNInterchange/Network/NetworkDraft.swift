import NNModel

/// The network that a file of operators or of layers turns out to be.
///
/// Such a file says one thing after another to the same numbers; here each finds its place: in the preprocessing, in a layer's
/// weights and biases, or as its activation. What is between two layers waits in `pending`.
struct NetworkDraft {
    /// What can't be said by preprocessing and layers.
    struct Problem: Error {
        let expected: String
        let found: String
    }

    private struct Layer {
        var weights: Tensor
        var biases: Tensor?
        var name: String
        var activation: Activation?
    }

    private var layers: [Layer] = []
    private var scaling = Scaling.none
    /// Between what was there last and the next layer.
    private var pending: Affine?
    /// How many layers were changed by what stood around them.
    private(set) var foldedNodes = 0
    /// Numbers that folding may still touch.
    private var budget: Int

    /// - Parameter budget: how many numbers may be touched for what is folded into weights.
    init(budget: Int) {
        self.budget = budget
    }

    /// Whether the first layer is still to come.
    var isEmpty: Bool { layers.isEmpty }
    /// Units of the last layer; nil before the first.
    var units: Int? { layers.last.map { $0.weights.shape[0] } }
    /// Whether weights have been said, and neither biases nor an activation.
    var wantsBiases: Bool { layers.last.map { $0.biases == nil && $0.activation == nil && pending == nil } ?? false }
    /// Whether the numbers are the weighted inputs of a layer.
    var isLinear: Bool { layers.last.map { $0.activation == nil } ?? false && pending == nil }

    /// A layer of these weights.
    mutating func add(_ weights: Tensor, biases: Tensor?, name: String) throws(Problem) {
        if let units, weights.shape[1] != units {
            throw Problem(
                expected: "weights for the \(units) units of the layer before",
                found: "weights for \(weights.shape[1])")
        }
        guard layers.count < Limits.layers else {
            throw Problem(expected: "at most \(Limits.layers) layers", found: "more")
        }
        layers.append(Layer(weights: weights, biases: biases, name: name))
        guard let pending else { return }
        self.pending = nil
        // W (f·x + s) + b = (W f) x + (W s + b)
        let (units, inputs) = (weights.shape[0], weights.shape[1])
        guard inputs % pending.factors.count == 0, inputs % pending.shifts.count == 0 else {
            throw Problem(
                expected: "\(pending.factors.count) inputs, as the numbers before are", found: "weights for \(inputs)")
        }
        var numbers = try spend(weights)
        var sums = biases?.scalars(as: Double.self) ?? [Double](repeating: 0, count: units)
        for unit in 0..<units {
            for input in 0..<inputs {
                sums[unit] += numbers[unit * inputs + input] * pending.shifts[input % pending.shifts.count]
                numbers[unit * inputs + input] *= pending.factors[input % pending.factors.count]
            }
        }
        try replaceLast(numbers, sums)
    }

    /// Biases for the last layer, which has none.
    mutating func setBiases(_ biases: Tensor) {
        layers[layers.count - 1].biases = biases
    }

    /// An activation behind the last layer.
    mutating func set(_ activation: Activation) throws(Problem) {
        guard isLinear else {
            throw Problem(
                expected: "an activation behind the weights of a layer",
                found: isEmpty ? "\(activation) before the first layer" : "\(activation) behind another one")
        }
        layers[layers.count - 1].activation = activation
    }

    /// Something like (x − offset) / divisor in front of the first layer.
    ///
    /// Returns whether it was taken: what comes behind something that can't be divided is folded instead.
    mutating func prepare(offsets: [Double], divisors: [Double]) -> Bool {
        guard isEmpty, pending == nil else { return false }
        // ((x − o) / d − p) / e = (x − (o + p·d)) / (d·e)
        let count = max(scaling.offsets.count, offsets.count)
        let new = (0..<count).map { index in
            let (o, d) = (
                scaling.offsets[index % scaling.offsets.count], scaling.divisors[index % scaling.divisors.count]
            )
            let (p, e) = (offsets[index % offsets.count], divisors[index % divisors.count])
            return (offset: p == 0 ? o : o + p * d, divisor: d * e)
        }
        guard new.allSatisfy({ $0.offset.isFinite && $0.divisor.isFinite && $0.divisor != 0 }) else { return false }
        scaling = Scaling(offsets: new.map(\.offset), divisors: new.map(\.divisor))
        return true
    }

    /// factor · x + shift, folded into the layer before where that has no activation yet, else into the next.
    mutating func fold(_ affine: Affine) throws(Problem) {
        foldedNodes += 1
        guard isLinear, let layer = layers.last else {
            pending = pending.map { $0.then(affine) } ?? affine
            return
        }
        let (units, inputs) = (layer.weights.shape[0], layer.weights.shape[1])
        guard units % affine.factors.count == 0, units % affine.shifts.count == 0 else {
            throw Problem(expected: "\(units) numbers, one a unit", found: "\(affine.factors.count)")
        }
        var sums = layer.biases?.scalars(as: Double.self) ?? [Double](repeating: 0, count: units)
        for unit in 0..<units {
            let factor = affine.factors[unit % affine.factors.count]
            sums[unit] = factor * sums[unit] + affine.shifts[unit % affine.shifts.count]
        }
        // Weights that nothing multiplies stay as they are, bit for bit.
        if affine.factors.allSatisfy({ $0 == 1 }) { return try replaceLast(nil, sums) }
        var numbers = try spend(layer.weights)
        for unit in 0..<units {
            for input in 0..<inputs { numbers[unit * inputs + input] *= affine.factors[unit % affine.factors.count] }
        }
        try replaceLast(numbers, sums)
    }

    /// The layers, and what happens before the first.
    ///
    /// - Parameter features: numbers of an example, where the graph says how many.
    func finish(features: Int?) throws(Problem) -> (layers: [DenseLayer], scaling: Scaling) {
        guard let first = layers.first else { throw Problem(expected: "a layer", found: "none") }
        guard pending == nil else {
            throw Problem(expected: "a layer behind the last numbers", found: "the output of the graph")
        }
        if let features, first.weights.shape[1] != features {
            throw Problem(
                expected: "weights for the \(features) numbers that go in",
                found: "weights for \(first.weights.shape[1])")
        }
        let (inputs, count) = (first.weights.shape[1], scaling.offsets.count)
        guard inputs % count == 0 else {
            throw Problem(expected: "preprocessing of the \(inputs) numbers that go in", found: "that of \(count)")
        }
        let dense = layers.map { layer in
            let zeros = [Float](repeating: 0, count: layer.weights.shape[0])
            return DenseLayer(
                name: layer.name, weights: layer.weights, biases: layer.biases ?? Tensor(zeros, shape: [zeros.count]),
                activation: layer.activation ?? .identity)
        }
        return (dense, scaling)
    }

    private mutating func spend(_ weights: Tensor) throws(Problem) -> [Double] {
        budget -= weights.count
        guard budget >= 0 else {
            throw Problem(expected: "weights into which constants are folded a few times", found: "very many of these")
        }
        return weights.scalars()
    }

    /// The last layer with other biases, and other weights where there are any, of its own type where that is wide enough to
    /// be rounded to once more.
    private mutating func replaceLast(_ weights: [Double]?, _ biases: [Double]) throws(Problem) {
        let old = layers[layers.count - 1].weights
        do throws(TensorConversionError) {
            let type: DataType = old.dataType == .float64 ? .float64 : .float32
            if let weights {
                layers[layers.count - 1].weights = try Tensor(weights, shape: old.shape).converted(to: type)
            }
            layers[layers.count - 1].biases = try Tensor(biases, shape: [biases.count]).converted(to: type)
        } catch {
            throw Problem(expected: "numbers that can be folded into the weights", found: error.description)
        }
    }
}
