import NNModel

/// Which tensors of a file make up which layer, where nothing but their names and shapes tells: `fc1.weight` of shape
/// (units, inputs) and `fc1.bias` of shape (units), as PyTorch names them, or `W1` and `b1`, as the notebook does.
struct NamedLayers {
    /// A layer's tensors, by their places in what was given.
    struct Layer: Equatable {
        /// What stands before `.weight` and `.bias`; the number behind `W`.
        let name: String
        let weights: Int
        /// nil where the layer has none.
        let biases: Int?
    }

    /// In the order in which they follow each other.
    let layers: [Layer]
    /// Batch normalizations among them.
    let normalizations: [NamedNormalization]
    /// n[0], n[1], …
    let sizes: [Int]
    /// Whether nothing but letters and shapes tells the order, so that people should see it.
    let isGuessed: Bool

    /// - Parameters:
    ///   - tensors: all tensors of the file; names occur once.
    ///   - order: the names of the layers in order, where the file has them.
    /// - Throws: `InterchangeError` that names the tensor which is no part of a multilayer perceptron.
    init(
        _ tensors: [(name: String, shape: [Int])], order: [String]? = nil, file: String
    ) throws(InterchangeError) {
        var (weights, biases): ([String: Int], [String: Int]) = ([:], [:])
        var names: [String] = []
        let taken: Set<Int>
        let normalizations: [NamedNormalization]
        (normalizations, taken) = try NamedNormalization.find(in: tensors, file: file)
        self.normalizations = normalizations
        for (index, tensor) in tensors.enumerated() where !taken.contains(index) {
            guard let (layer, isWeights) = Self.role(of: tensor.name) else {
                throw InterchangeError(
                    file, "tensor '\(tensor.name)'",
                    .unexpected(
                        expected: "weights and biases of dense layers alone, as 'fc1.weight' and 'fc1.bias'",
                        found: "a tensor of another kind"))
            }
            // `W1` and `1.weight` are the same to us, and so are two spellings of one letter.
            guard (isWeights ? weights : biases)[layer] == nil else {
                throw InterchangeError(
                    file, "tensor '\(tensor.name)'",
                    .unexpected(
                        expected: "one tensor of \(isWeights ? "weights" : "biases") for the layer '\(layer)'",
                        found: "a second one"))
            }
            if isWeights {
                guard tensor.shape.count == 2, !tensor.shape.contains(0) else {
                    throw InterchangeError(
                        file, "tensor '\(tensor.name)'",
                        .unexpected(expected: "weights of shape (units, inputs)", found: "the shape \(tensor.shape)"))
                }
                weights[layer] = index
                names.append(layer)
            } else {
                biases[layer] = index
            }
        }
        for (layer, index) in biases.sorted(by: { $0.value < $1.value }) {
            guard let own = weights[layer], tensors[index].shape == [tensors[own].shape[0]] else {
                throw InterchangeError(
                    file, "tensor '\(tensors[index].name)'",
                    .unexpected(
                        expected: weights[layer].map { "biases of shape [\(tensors[$0].shape[0])], one a unit" }
                            ?? "weights that it belongs to",
                        found: weights[layer] == nil ? "none" : "the shape \(tensors[index].shape)"))
            }
        }
        guard !names.isEmpty else {
            throw InterchangeError(
                file, .unexpected(expected: "tensors named 'fc1.weight', 'fc1.bias', …", found: "no weights"))
        }
        let order = order.map { $0.filter { !normalizations.map(\.name).contains($0) } }
        let isOrdered = order.map { Set($0) == Set(names) && $0.count == names.count } ?? false
        let sorted = isOrdered ? order ?? [] : names.sorted(by: Self.precedes)
        let found = sorted.map { Layer(name: $0, weights: weights[$0] ?? 0, biases: biases[$0]) }
        layers = try Self.chained(found, tensors, file: file)
        isGuessed = !isOrdered && Set(names.map { Self.pieces($0).filter { Int($0) == nil } }).count > 1
        sizes = [tensors[layers[0].weights].shape[1]] + layers.map { tensors[$0.weights].shape[0] }
    }

    /// The tensors that are read, by their places.
    var tensors: [Int] {
        layers.flatMap { [$0.weights, $0.biases].compactMap { $0 } } + normalizations.flatMap(\.tensors)
    }

    /// The layer that a tensor belongs to by its name, and whether it holds its weights.
    static func role(of name: String) -> (layer: String, isWeights: Bool)? {
        for (end, isWeights) in [("weight", true), ("bias", false)] {
            if name == end { return ("", isWeights) }
            if name.hasSuffix("." + end) { return (String(name.dropLast(end.count + 1)), isWeights) }
        }
        for (start, isWeights) in [("W", true), ("b", false)] where name.hasPrefix(start) {
            let digits = name.dropFirst()
            if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                return (String(digits), isWeights)
            }
        }
        return nil
    }

    /// The layers in the order of their names where each takes what the one before it gives; else in the only order in
    /// which they do.
    private static func chained(
        _ layers: [Layer], _ tensors: [(name: String, shape: [Int])], file: String
    ) throws(InterchangeError) -> [Layer] {
        func units(_ layer: Layer) -> Int { tensors[layer.weights].shape[0] }
        func inputs(_ layer: Layer) -> Int { tensors[layer.weights].shape[1] }
        if zip(layers, layers.dropFirst()).allSatisfy({ units($0) == inputs($1) }) { return layers }
        let given = Set(layers.map(units))
        let starts = layers.filter { !given.contains(inputs($0)) }
        if starts.count == 1, given.count == layers.count, Set(layers.map(inputs)).count == layers.count {
            let byInputs = Dictionary(uniqueKeysWithValues: layers.map { (inputs($0), $0) })
            var (ordered, next) = ([Layer](), starts.first)
            while let layer = next {
                ordered.append(layer)
                next = byInputs[units(layer)]
            }
            if ordered.count == layers.count { return ordered }
        }
        let shapes = layers.prefix(8).map { "'\($0.name)' \(inputs($0)) → \(units($0))" }.joined(separator: ", ")
        throw InterchangeError(
            file,
            .unexpected(
                expected: "layers of which each takes what the one before it gives",
                found: shapes + (layers.count > 8 ? ", …" : "")))
    }

    /// By names, with numbers in them as numbers: `fc2` before `fc10`.
    private static func precedes(_ a: String, _ b: String) -> Bool {
        let (a, b) = (pieces(a), pieces(b))
        for (x, y) in zip(a, b) where x != y {
            switch (Int(x), Int(y)) {
            case (let x?, let y?) where x != y: return x < y
            default: return x.utf8.lexicographicallyPrecedes(y.utf8)
            }
        }
        return a.count < b.count
    }

    /// Runs of digits, and what stands between them.
    private static func pieces(_ name: String) -> [String] {
        var pieces: [String] = []
        var wasDigit: Bool?
        for character in name.unicodeScalars {
            let isDigit = ("0"..."9").contains(character)
            if isDigit == wasDigit {
                pieces[pieces.count - 1].unicodeScalars.append(character)
            } else {
                pieces.append(String(character))
            }
            wasDigit = isDigit
        }
        return pieces
    }
}
