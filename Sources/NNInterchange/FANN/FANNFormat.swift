import NNFile
import NNModel

/// The text that libfann, the Fast Artificial Neural Network Library, saves (`.net`): layers that are wholly connected,
/// with an activation and a steepness for each unit. What it has no place for stands behind it, where libfann doesn't look.
public enum FANNFormat: ModelFormat {
    public static let name = "fann"
    public static let fileExtensions = ["net"]
    public static let summary = "libfann's text, floating point: layers with sigmoid, tanh, linear and their kin"
    public static let holdsMetadata = true

    /// Other versions, and networks of whole numbers, are told so by the reader.
    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: "FANN_".utf8) }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let network = try FANNReader.read(file, options.limits)
        let found = try network.denseLayers()
        let model = try network.description.model(found.layers, found.scaling, of: "the network", file: file.path)
        try options.check(model.layers.map(\.activation), file: file.path, place: "neurons")
        var described = model
        (described.metadata, described.history) = (network.description.metadata, network.description.history)
        return try ReadModel(described, file: file.path, notes: found.notes)
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        let carried = try CarriedModel(
            model, types: [.float64, .float32], keepsMetadata: true, keepsHistory: true, file: file)
        for (index, layer) in carried.model.layers.enumerated() {
            let place = "layer \(index + 1)"
            guard FANNFunction.saying(layer) != nil else {
                throw InterchangeError(
                    file, place,
                    .refused(
                        "\(layer.activation.description) can't be said: the format has identity, sigmoid, tanh, softsign, "
                            + "and hard-sigmoid with an offset of 0"))
            }
            for tensor in [layer.weights, layer.biases] where tensor.scalars(as: Double.self).contains(where: \.isNaN) {
                throw InterchangeError(
                    file, place, .unexpected(expected: "numbers, which libfann reads", found: "NaN"))
            }
        }
        return carried
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        .bytes(FANNWriter.encode(model))
    }
}
