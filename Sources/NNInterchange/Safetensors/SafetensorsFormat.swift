import NNFile
import NNModel

/// Hugging Face's safetensors: tensors by name, and no architecture. Ours carry activations and what else a prediction
/// needs in `__metadata__`, under `nnm.activations` and `nnm.description`.
public enum SafetensorsFormat: ModelFormat {
    public static let name = "safetensors"
    public static let fileExtensions = ["safetensors"]
    public static let summary = "tensors by name: 0.weight (units, inputs), 0.bias, 2.weight, …"
    public static let holdsMetadata = true

    private static let (activationsKey, descriptionKey) = ("nnm.activations", "nnm.description")
    /// Keys of `__metadata__` that are no metadata of the model's.
    private static let ownKeys: Set<String> = ["format", activationsKey, descriptionKey]

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 10 else { return false }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        return length <= UInt64(SafetensorsHeader.mostBytes) && bytes[8] == UInt8(ascii: "{")
            && (bytes[9] == UInt8(ascii: "\"") || bytes[9] == UInt8(ascii: "}"))
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let header = try SafetensorsHeader(file)
        let (text, notes) = try description(header.metadata, file: file.path)
        let layers = try NamedLayers(
            header.tensors.map { ($0.name, $0.shape) }, order: text.description.layerNames, file: file.path)
        let order = layers.layers.map(\.name).joined(separator: ", ")
        let guess = layers.isGuessed ? ["layers in the order of their names and shapes: \(order)"] : []
        return try layers.model(text, options, file: file.path, notes: guess + notes) { index in
            let entry = header.tensors[index]
            return Tensor(file: file, range: entry.range, dataType: entry.dataType ?? .float32, shape: entry.shape)
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        var carried = try CarriedModel(
            model, types: [.float64, .float32, .float16, .bfloat16], keepsMetadata: true, file: file)
        for key in ownKeys where carried.model.metadata.removeValue(forKey: key) != nil {
            carried.notes.append("left out: the metadata '\(key)', which means something else in this format")
        }
        return carried
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        var tensors: [(name: String, tensor: Tensor)] = []
        for (name, layer) in zip(LayerNames.forWriting(model), model.layers) {
            tensors += [("\(name).weight", layer.weights), ("\(name).bias", layer.biases)]
        }
        // The order of the reference implementation: wide numbers first, so that all are aligned, then by name.
        tensors.sort {
            $0.tensor.dataType.size == $1.tensor.dataType.size
                ? $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
                : $0.tensor.dataType.size > $1.tensor.dataType.size
        }
        var text = JSONText()
        text.object { text in
            text.key(SafetensorsHeader.metadataKey)
            text.object { text in
                for (key, value) in metadata(of: model) {
                    text.key(key)
                    text.string(value)
                }
            }
            var end = 0
            for (name, tensor) in tensors {
                let start = end
                end += tensor.count * tensor.dataType.size
                text.key(name)
                text.object { text in
                    text.key("dtype")
                    text.string(SafetensorsHeader.types.first { $0.type == tensor.dataType }?.name ?? "")
                    text.key("shape")
                    text.array { text in for axis in tensor.shape { text.integer(axis) } }
                    text.key("data_offsets")
                    text.array { text in for offset in [start, end] { text.integer(offset) } }
                }
            }
        }
        var header = text.bytes
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        return .pieces([.bytes(length + header)] + tensors.map { .tensor($0.tensor) })
    }

    /// What goes into `__metadata__`, in order.
    private static func metadata(of model: Model) -> [(key: String, value: String)] {
        var description = JSONText()
        description.object { ModelDescription(of: model).write(to: &$0) }
        let own = [
            ("format", "pt"),
            (activationsKey, model.layers.map(\.activation.description).joined(separator: ",")),
            (descriptionKey, String(decoding: description.bytes, as: UTF8.self)),
        ]
        return own + model.metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What `__metadata__` says of a model, and what of it no model can hold.
    private static func description(
        _ entries: [(key: String, value: String)], file: String
    ) throws(InterchangeError) -> (DescriptionText, notes: [String]) {
        let own = Dictionary(entries.filter { ownKeys.contains($0.key) }) { first, _ in first }
        let others = entries.filter { !ownKeys.contains($0.key) }
        let kept = others.filter { Model.isMetadataKey($0.key) }
        let text = try DescriptionText(
            own[descriptionKey], activations: own[activationsKey]?.split(separator: ",").map(String.init),
            metadata: Dictionary(kept) { first, _ in first }, file: file, place: SafetensorsHeader.metadataKey)
        let left = kept.count < others.count ? ["left out: metadata under a key that is no printable ASCII"] : []
        return (text, left)
    }
}
