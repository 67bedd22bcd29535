import NNModel

/// Lays out a GGUF file that `GGUFHeader` and the gguf package read.
struct GGUFWriter {
    /// What `general.architecture`, which every file must have, says of ours.
    static let architecture = "mlp"

    private var bytes: [UInt8] = []

    /// The file, with the tensors where they are.
    static func pieces(of model: Model) -> [EncodedFile.Piece] {
        let longest = GGUFFormat.longestTensorName - ".weight".utf8.count
        let tensors = zip(LayerNames.forWriting(model, longest: longest), model.layers).flatMap { name, layer in
            [("\(name).weight", layer.weights), ("\(name).bias", layer.biases)]
        }
        var writer = GGUFWriter()
        writer.bytes += GGUFFormat.magic
        writer.put(GGUFFormat.version)
        writer.put(UInt64(tensors.count))
        writer.put(UInt64(2))
        writer.put(GGUFFormat.architectureKey, Array(architecture.utf8))
        writer.put(GGUFFormat.descriptionKey, DescriptionText.encode(model))

        var pieces: [EncodedFile.Piece] = []
        var offset = 0
        for (name, tensor) in tensors {
            writer.put(Array(name.utf8))
            writer.put(UInt32(tensor.shape.count))
            for length in tensor.shape.reversed() { writer.put(UInt64(length)) }
            writer.put(GGUFTensorType.code(tensor.dataType))
            writer.put(UInt64(offset))
            offset += tensor.count * tensor.dataType.size
            let filling = [UInt8](repeating: 0, count: padding(offset))
            offset += filling.count
            pieces += [.tensor(tensor), .bytes(filling)]
        }
        let filling = [UInt8](repeating: 0, count: padding(writer.bytes.count))
        return [.bytes(writer.bytes + filling)] + pieces
    }

    private static func padding(_ offset: Int) -> Int { -offset & (GGUFFormat.usualAlignment - 1) }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    private mutating func put(_ string: [UInt8]) {
        put(UInt64(string.count))
        bytes += string
    }

    private mutating func put(_ key: String, _ string: [UInt8]) {
        put(Array(key.utf8))
        put(GGUFValueType.string.rawValue)
        put(string)
    }
}
