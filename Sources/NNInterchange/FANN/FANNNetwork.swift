import NNModel

/// What a file of libfann's says, before it is made a model.
struct FANNNetwork {
    /// The units of a layer.
    struct Layer {
        /// W with b as the last column, of shape units × (inputs + 1).
        var connections: [Double] = []
        var functions: [FANNFunction] = []
        var steepnesses: [Double] = []
    }

    /// How numbers are changed before the first layer or behind the last, by those who ask libfann to: x ↦ ((x − mean) /
    /// deviation + 1) · factor + minimum.
    struct Scale {
        var means: [Double] = []
        var deviations: [Double] = []
        var minima: [Double] = []
        var factors: [Double] = []
    }

    let file: String
    let inputs: Int
    let layers: [Layer]
    let inputScale: Scale?
    let outputScale: Scale?
    /// Of weights and biases of each layer, where the file is ours.
    let types: [(weights: DataType, biases: DataType)]?
    let description: DescriptionText

    /// The layers with their activations, and what happens before the first.
    ///
    /// - Throws: `InterchangeError` where layers can't say what the file does.
    func denseLayers() throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling, notes: [String]) {
        // Every weight may be touched by its steepness, by what is behind the layer before, and by the scale of the output.
        let count = layers.reduce(0) { $0 + $1.connections.count }
        var draft = NetworkDraft(budget: 4 * count)
        var notes: [String] = []
        if let scale = inputScale {
            // ((x − m)/d + 1)·f + n = (x − (m − d·(1 + n/f))) / (d/f); libfann leaves alone what has no deviation.
            let parts = scale.means.indices.map { index -> (offset: Double, divisor: Double) in
                let (d, f) = (scale.deviations[index], scale.factors[index])
                return d == 0 ? (0, 1) : (scale.means[index] - d * (1 + scale.minima[index] / f), d / f)
            }
            guard draft.prepare(offsets: parts.map(\.offset), divisors: parts.map(\.divisor)) else {
                throw fail("scale_mean_in", "a scale that can be undone", found: "one with a factor of 0")
            }
        }
        var width = inputs
        for (index, layer) in layers.enumerated() {
            do throws(NetworkDraft.Problem) {
                try add(layer, index, inputs: width, to: &draft, &notes)
            } catch {
                throw fail("layer \(index + 1)", error.expected, found: error.found)
            }
            width = layer.functions.count
        }
        do throws(NetworkDraft.Problem) {
            if let scale = outputScale { try undo(scale, in: &draft) }
            let (found, scaling) = try draft.finish(features: inputs)
            return (found, scaling, notes)
        } catch {
            throw InterchangeError(
                file, "layer \(layers.count)",
                .refused(
                    "what is done to the outputs behind their activation can't be said: expected \(error.expected), "
                        + "found \(error.found)"))
        }
    }

    private func add(
        _ layer: Layer, _ index: Int, inputs: Int, to draft: inout NetworkDraft, _ notes: inout [String]
    ) throws(NetworkDraft.Problem) {
        let (units, function) = (layer.functions.count, layer.functions[0])
        if let other = layer.functions.firstIndex(where: { $0 != function }) {
            throw NetworkDraft.Problem(
                expected: "one function for all units, which is \(FANNFunction.names[function.rawValue])",
                found: "\(FANNFunction.names[layer.functions[other].rawValue]) at unit \(other + 1)")
        }
        var (weights, biases): ([Double], [Double]) = ([], [])
        weights.reserveCapacity(units * inputs)
        for unit in 0..<units {
            let row = unit * (inputs + 1)..<(unit + 1) * (inputs + 1)
            weights += layer.connections[row.dropLast()]
            biases.append(layer.connections[row.upperBound - 1])
        }
        let (weightType, biasType) = types?[index] ?? (type(of: layer.connections), type(of: layer.connections))
        // A steepness that all units have in common is the slope of what is cut at 0 and 1.
        let steepness = layer.steepnesses[0]
        let isSlope = function == .linearPiece && layer.steepnesses.allSatisfy { $0 == steepness }
        let meaning = function.meaning
        var factors = layer.steepnesses.map { isSlope ? 1 : meaning.scale * $0 }
        if Set(factors).count == 1 { factors = [factors[0]] }
        let isScaled = factors != [1]
        if isScaled {
            // Our own files' powers of two lose nothing, whatever the type; other factors are rounded to it here.
            for unit in 0..<units {
                let factor = factors[unit % factors.count]
                for input in 0..<inputs { weights[unit * inputs + input] *= factor }
                biases[unit] *= factor
            }
            if types == nil { notes.append("folded into weights and biases: the steepness of layer \(index + 1)") }
        }
        try draft.add(
            tensor(weights, [units, inputs], weightType), biases: tensor(biases, [units], biasType), name: "")
        switch meaning.activation {
        case .identity: break
        case .hardSigmoid where isSlope: try draft.set(.hardSigmoid(slope: steepness.asWritten, offset: 0))
        default: try draft.set(meaning.activation)
        }
        let limit = 150 / (layer.steepnesses.max() ?? 1)
        if function.isLimited, limit < 1e6 {
            notes.append(
                "left out: libfann holds the weighted inputs of layer \(index + 1) within ±\(Int(limit.rounded(.up)))")
        }
        if meaning.factor != 1 || meaning.shift != 0 {
            try draft.fold(Affine(factors: [meaning.factor], shifts: [meaning.shift]))
            notes.append("folded into weights and biases: what layer \(index + 1) is multiplied by and moved")
        }
    }

    /// x = ((y − n)/f − 1)·d + m, behind the last layer.
    private func undo(_ scale: Scale, in draft: inout NetworkDraft) throws(NetworkDraft.Problem) {
        let factors = scale.means.indices.map { index -> (factor: Double, shift: Double) in
            let (d, f) = (scale.deviations[index], scale.factors[index])
            return d == 0 ? (1, 0) : (d / f, scale.means[index] - d * (1 + scale.minima[index] / f))
        }
        guard factors.allSatisfy({ $0.factor.isFinite && $0.shift.isFinite }) else {
            throw NetworkDraft.Problem(expected: "a scale that can be undone", found: "one with a factor of 0")
        }
        try draft.fold(Affine(factors: factors.map(\.factor), shifts: factors.map(\.shift)))
    }

    /// float32 where that is what libfann had, which writes all digits.
    private func type(of numbers: [Double]) -> DataType {
        numbers.allSatisfy { Double(Float($0)) == $0 } ? .float32 : .float64
    }

    private func tensor(_ numbers: [Double], _ shape: [Int], _ type: DataType) -> Tensor {
        type == .float32 ? Tensor(numbers.map { Float($0) }, shape: shape) : Tensor(numbers, shape: shape)
    }

    private func fail(_ place: String, _ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
