import NNModel

/// Where batch normalizations stand between the layers, as far as names tell: as `nn.Sequential` counts its modules,
/// `0`, `1`, …, with numbers left out for those without tensors, activations above all.
extension NamedLayers {
    /// The model's layers with their normalizations folded in.
    ///
    /// - Throws: `InterchangeError` where nothing tells whether one comes before an activation or behind it.
    func folded(
        _ dense: [DenseLayer], file: String, notes: inout [String], tensor: (Int) throws(InterchangeError) -> Tensor
    ) throws(InterchangeError) -> [DenseLayer] {
        if normalizations.isEmpty { return dense }
        var places: [(before: [NamedNormalization], behind: [NamedNormalization])] = dense.map { _ in ([], []) }
        var first: [NamedNormalization] = []
        for normalization in try inOrder(file: file) {
            switch try place(of: normalization, activations: dense.map(\.activation), file: file) {
            case .first: first.append(normalization)
            case .beforeActivation(let layer): places[layer].before.append(normalization)
            case .behindActivation(let layer): places[layer].behind.append(normalization)
            }
        }
        var draft = NetworkDraft(budget: 8 * dense.reduce(0) { $0 + $1.weights.count })
        func fold(_ normalization: NamedNormalization, units: Int) throws(InterchangeError) {
            let place = "normalization '\(normalization.name)'"
            guard normalization.count == units else {
                throw InterchangeError(
                    file, place,
                    .unexpected(expected: "one of \(units) numbers", found: "one of \(normalization.count)"))
            }
            let affine = try normalization.affine(file: file, tensor: tensor)
            try say(place) { () throws(NetworkDraft.Problem) in try draft.fold(affine) }
        }
        func say(
            _ place: String, _ body: () throws(NetworkDraft.Problem) -> Void
        ) throws(InterchangeError) {
            do throws(NetworkDraft.Problem) { try body() } catch {
                throw InterchangeError(file, place, .unexpected(expected: error.expected, found: error.found))
            }
        }
        for normalization in first { try fold(normalization, units: dense[0].inputs) }
        for (index, layer) in dense.enumerated() {
            let place = "layer \(index + 1)"
            try say(place) { () throws(NetworkDraft.Problem) in
                try draft.add(layer.weights, biases: layer.biases, name: "")
            }
            for normalization in places[index].before { try fold(normalization, units: layer.units) }
            try say(place) { () throws(NetworkDraft.Problem) in try draft.set(layer.activation) }
            for normalization in places[index].behind { try fold(normalization, units: layer.units) }
        }
        notes += normalizations.map {
            "folded into weights and biases: the normalization '\($0.name)', with PyTorch's usual epsilon of 1e-5, since the "
                + "file tells none"
        }
        var result: [DenseLayer] = []
        try say("the last layer") { () throws(NetworkDraft.Problem) in result = try draft.finish(features: nil).layers }
        return result
    }

    private enum Place {
        case first
        case beforeActivation(Int)
        case behindActivation(Int)
    }

    /// Normalizations in the order of the modules, all of which must be numbered.
    private func inOrder(file: String) throws(InterchangeError) -> [NamedNormalization] {
        let modules = layers.map(\.name) + normalizations.map(\.name)
        let groups = Set(modules.map { Self.number(of: $0)?.group })
        let numbers = layers.compactMap { Self.number(of: $0.name)?.number }
        guard groups.count == 1, groups != [nil], numbers == numbers.sorted() else {
            throw unknown(normalizations[0], file: file)
        }
        return normalizations.sorted {
            (Self.number(of: $0.name)?.number ?? 0) < (Self.number(of: $1.name)?.number ?? 0)
        }
    }

    private func place(
        of normalization: NamedNormalization, activations: [Activation], file: String
    ) throws(InterchangeError) -> Place {
        func number(_ name: String) -> Int { Self.number(of: name)?.number ?? 0 }
        let own = number(normalization.name)
        guard let layer = layers.lastIndex(where: { number($0.name) < own }) else { return .first }
        let known = Set((layers.map(\.name) + normalizations.map(\.name)).map(number))
        // Whether a module without tensors, which may be the activation, is among these.
        func hasGap(_ modules: Range<Int>) -> Bool { modules.count > known.count || !known.isSuperset(of: modules) }
        let isLast = layer + 1 == layers.count
        let gapBefore = hasGap(number(layers[layer].name) + 1..<own)
        if activations[layer] == .identity && isLast || !gapBefore { return .beforeActivation(layer) }
        if isLast || hasGap(own + 1..<number(layers[layer + 1].name)) {
            guard activations[layer] == .identity else { throw unknown(normalization, file: file) }
            return .beforeActivation(layer)
        }
        return .behindActivation(layer)
    }

    private func unknown(_ normalization: NamedNormalization, file: String) -> InterchangeError {
        InterchangeError(
            file, "normalization '\(normalization.name)'",
            .refused(
                "whether it comes before an activation or behind it, names and numbers don't tell: fold it into its layer "
                    + "first, or export the network to ONNX"))
    }

    /// The number of a module, and what stands before it: 3 and `net.` of `net.3`.
    private static func number(of name: String) -> (group: Substring, number: Int)? {
        let start = name.lastIndex { !("0"..."9").contains($0) }.map { name.index(after: $0) } ?? name.startIndex
        let digits = name[start...]
        guard let number = Int(digits), number < Int(Int32.max), digits == String(number) else { return nil }
        let group = name.dropLast(digits.count)
        return group.isEmpty || group.hasSuffix(".") ? (group, number) : nil
    }
}
