import NNModel

/// Lays out a GGUF file that `GGUFHeader` and the gguf package read.
struct GGUFWriter {
    /// What `general.architecture`, which every file must have, says of ours.
    static let architecture = "mlp"

    private var bytes: [UInt8] = []

    static func file(of model: Model) -> [UInt8] {
        let tensors = LayerTensors.named(model, longest: GGUFFormat.longestTensorName)
        var writer = GGUFWriter()
        writer.bytes += GGUFFormat.magic
        writer.put(GGUFFormat.version)
        writer.put(UInt64(tensors.count))
        writer.put(UInt64(2))
        writer.put(GGUFFormat.architectureKey, Array(architecture.utf8))
        writer.put(GGUFFormat.descriptionKey, DescriptionText.encode(model))

        var offset = 0
        for (name, tensor) in tensors {
            writer.put(Array(name.utf8))
            writer.put(UInt32(tensor.shape.count))
            for length in tensor.shape.reversed() { writer.put(UInt64(length)) }
            writer.put(GGUFTensorType.code(tensor.dataType))
            writer.put(UInt64(offset))
            offset += tensor.count * tensor.dataType.size
            offset += padding(offset)
        }
        writer.pad()
        for (_, tensor) in tensors {
            tensor.withUnsafeBytes { writer.bytes += $0 }
            writer.pad()
        }
        return writer.bytes
    }

    private static func padding(_ offset: Int) -> Int { -offset & (GGUFFormat.usualAlignment - 1) }

    private mutating func pad() {
        bytes += [UInt8](repeating: 0, count: Self.padding(bytes.count))
    }

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
