import NNModel

/// How layers are called in formats that know tensors by name alone.
enum LayerNames {
    /// The names as PyTorch's `nn.Sequential` numbers Linear and activation: `0`, `2`, …; no activation, no number.
    static func numbered(_ activations: [Activation]) -> [String] {
        var next = 0
        return activations.map { activation in
            defer { next += activation == .identity ? 1 : 2 }
            return String(next)
        }
    }

    /// What the layers of a model are called in a file: by their own names where each has one that no other has.
    ///
    /// - Parameter longest: bytes of UTF-8 that a name may have.
    static func forWriting(_ model: Model, longest: Int = .max) -> [String] {
        let names = model.layers.map(\.name)
        let areUsable =
            names.allSatisfy { !$0.isEmpty && $0.utf8.count <= longest }
            && Set(names.map { Array($0.utf8) }).count == names.count
        return areUsable ? names : numbered(model.layers.map(\.activation))
    }

    /// The names of the layers of a model that was read; none where they are no more than numbers that come by themselves.
    static func forReading(_ names: [String], _ activations: [Activation]) -> [String] {
        let counted = (1...names.count).map(String.init)
        return [numbered(activations), counted, [""]].contains(names) ? names.map { _ in "" } : names
    }
}
