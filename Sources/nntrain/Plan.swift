import NNCommand
import NNModel
import NNNetwork
import NNTraining

/// What the options come to for the data at hand: the network to start from, and the loss.
struct Plan<Scalar: TrainingReal> {
    let network: Network<Scalar>
    let loss: Loss

    /// - Parameter resumption: what to go on from; layers and activations default to its own.
    init(_ options: Train, data: DataFile, _ resumption: Resumption?) throws {
        let start = try options.initFrom.map { try Model(path: $0) }
        let known: [(units: Int, activation: Activation)]? =
            resumption?.checkpoint.file.layers.map { ($0.units, $0.activation) }
            ?? start?.layers.map { ($0.units, $0.activation) }
        let units = options.layers ?? known?.map(\.units) ?? [128, Self.outputUnits(for: data, options)]
        let activations = try Self.activations(options, units: units, known: known, data: data)
        let last = activations[activations.count - 1]
        loss = options.loss ?? Self.usualLoss(after: last)
        let architecture = try Architecture(
            inputs: data.input.featureCount, units: units, activations: activations)
        try data.check(architecture, loss)
        if let start {
            network = try Self.network(architecture, from: start, path: options.initFrom ?? "")
            if start.input.scaling != data.input.scaling {
                Console.report("nntrain: warning: \(options.initFrom ?? ""): was trained with another preprocessing")
            }
        } else {
            network = Network(Parameters(initialFor: architecture, options.initializer, seed: options.seed))
        }
    }

    private static func outputUnits(for data: DataFile, _ options: Train) -> Int {
        switch data.examples.targetKind {
        case .classes(let counts):
            let wantsOneUnitAClass =
                options.loss == .categoricalCrossEntropy || options.outputActivation?.mixesUnits == true
            return counts.count == 2 && !wantsOneUnitAClass ? 1 : counts.count
        case .values(let width): return width
        }
    }

    private static func activations(
        _ options: Train, units: [Int], known: [(units: Int, activation: Activation)]?, data: DataFile
    ) throws -> [Activation] {
        if let activations = options.activations {
            guard activations.count == units.count else {
                throw UsageError("--activations: expected \(units.count), one a layer, found \(activations.count)")
            }
            return activations
        }
        let areClasses = data.examples.targetKind.areClasses
        let usualOutput: Activation = !areClasses ? .identity : units.last == 1 ? .sigmoid : .softmax
        var activations = [Activation](repeating: options.hiddenActivation ?? .relu, count: units.count - 1)
        activations.append(options.outputActivation ?? usualOutput)
        guard let known, known.map(\.units) == units else { return activations }
        let own = known.map(\.activation)
        return own.enumerated().map { index, activation in
            let isLast = index == own.count - 1
            return (isLast ? options.outputActivation : options.hiddenActivation) ?? activation
        }
    }

    private static func usualLoss(after activation: Activation) -> Loss {
        if Loss.binaryCrossEntropy.accepts(activation) { return .binaryCrossEntropy }
        if Loss.categoricalCrossEntropy.accepts(activation) { return .categoricalCrossEntropy }
        return .meanSquaredError
    }

    private static func network(
        _ architecture: Architecture, from start: Model, path: String
    ) throws -> Network<Scalar> {
        let found = start.layers.map { [$0.units, $0.inputs] }
        let expected = architecture.layers.map { [$0.units, $0.inputs] }
        guard found == expected else {
            throw InputError("\(path): expected layers of \(expected) units and inputs, found \(found)")
        }
        let values = start.layers.flatMap { $0.weights.scalars(as: Scalar.self) + $0.biases.scalars(as: Scalar.self) }
        return Network(Parameters(values, for: architecture))
    }
}
