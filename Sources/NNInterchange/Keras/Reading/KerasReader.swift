import NNFile
import NNHDF5
import NNModel

/// Puts a model together from what a file of Keras's holds.
struct KerasReader {
    let file: String
    let configuration: KerasConfiguration
    /// The version of Keras that wrote it, `3.15.1`.
    let version: String
    /// What our own files say besides.
    let description: DescriptionText?
    /// What was left out so far.
    var notes: [String] = []

    static let trainingNote = "left out: how the model was trained, and the state of its optimizer"

    /// - Parameter budget: bytes of variables that may be read, and numbers that may be folded.
    func read(
        _ weights: consuming KerasWeights, _ options: ReadingOptions, budget: Int
    ) throws(InterchangeError) -> ReadModel {
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), (2...3).contains(major) else {
            throw InterchangeError(
                file, "keras_version", .unexpected(expected: "version 2 or 3", found: JSONValue.string(version).kind))
        }
        let shape = configuration.inputShape
        var network = KerasNetwork(version: major, inputShape: shape, budget: budget)
        let features = network.features
        try network.read(configuration.layers, &weights)
        let (layers, scaling) = try network.finish(
            behind: configuration.layers[configuration.layers.count - 1], features: features, file: file)
        var model: Model
        if let description {
            model = try description.model(layers, scaling, of: "the layers", file: file)
            (model.metadata, model.history) = (description.metadata, description.history)
        } else {
            model = self.model(layers, scaling, axes: features == nil ? nil : shape?.compactMap { $0 })
            model.metadata = ["keras.version": version]
        }
        try options.check(model.layers.map(\.activation), file: file, place: "the layers")
        return try ReadModel(model, file: file, notes: notes + self.notes(on: network))
    }

    /// The model of a file of Keras's own.
    private func model(_ layers: [DenseLayer], _ scaling: Scaling, axes: [Int]?) -> Model {
        let features = layers[0].inputs
        var input = Input(shape: axes.flatMap { $0.count <= Limits.rank ? $0 : nil } ?? [features], scaling: scaling)
        if !Set([1, input.shape.last ?? 1, features]).contains(scaling.offsets.count) {
            input.scaling = Scaling(
                offsets: (0..<features).map { scaling.offsets[$0 % scaling.offsets.count] },
                divisors: (0..<features).map { scaling.divisors[$0 % scaling.divisors.count] })
        }
        if let first = configuration.layers.first, first.className == "InputLayer", first.name.isUsable {
            input.name = first.name
        }
        return Model(
            input: input, layers: layers, output: Output(meaning: .usual(behind: layers.last?.activation)))
    }

    private func notes(on network: KerasNetwork) -> [String] {
        var notes = network.notes
        for (name, count) in network.vanished.sorted(by: { $0.key < $1.key }) {
            notes.append("left out: \(count) × \(name), which changes no prediction")
        }
        if network.draft.foldedNodes > 0 {
            notes.append("folded into weights and biases: \(network.draft.foldedNodes) layers")
        }
        return notes
    }

    /// An HDF5 file in memory, with room for the texts of a model and for a group a layer.
    static func open(_ bytes: [UInt8], shownAs name: String) throws(InterchangeError) -> HDF5File {
        do throws(HDF5Error) {
            return try HDF5File(image: bytes, shownAs: name, limits: limits)
        } catch {
            throw InterchangeError(name, .hdf5(error))
        }
    }

    /// A file that is one as a whole.
    static func open(_ file: FileBytes) throws(InterchangeError) -> HDF5File {
        do throws(HDF5Error) {
            return try HDF5File(image: file, shownAs: file.path, limits: limits)
        } catch {
            throw InterchangeError(file.path, .hdf5(error))
        }
    }

    private static let limits: HDF5Limits = {
        var limits = HDF5Limits()
        limits.stringBytes = DescriptionText.largest
        limits.stringBytesPerRead = DescriptionText.largest
        limits.members = InterchangeLimits.nodes
        return limits
    }()

    /// How much of what a file stores may be read and folded: each weight a few times.
    static func budget(_ file: FileBytes, _ options: ReadingOptions) -> Int {
        min(options.limits.bytes, 1 << 20 + 16 * file.count)
    }
}
