import NNFile
import NNModel

/// A model as JSON that people can read and any program can write (Specs/conversions.md): an object with `format`,
/// `version`, the `layers`, the keys of `ModelDescription`, and `metadata`.
///
/// Numbers are written with the fewest digits that give them back. What JSON has no numbers for stands in strings: `inf`,
/// `-inf`, and a NaN by its bits, `0x7fc00000`.
public enum JSONFormat: ModelFormat {
    public static let name = "json"
    public static let fileExtensions = ["json"]
    public static let summary = "text that people can read: layers with their weights as lists of numbers"

    static let (formatName, version) = ("nnm-json", 1)

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try JSONModelReader(file: file.path, options: options).read(file)
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try CarriedModel(model, types: [.float64, .float32, .float16, .bfloat16], keepsMetadata: true, file: file)
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        var text = JSONText()
        text.reserve(model.parameterCount * 16)
        text.object { text in
            text.newLine()
            text.key("format")
            text.string(formatName)
            text.key("version")
            text.integer(version)
            for (key, value) in ModelDescription(of: model).sorted {
                text.newLine()
                ModelDescription([key: value]).write(to: &text)
            }
            if !model.metadata.isEmpty {
                text.newLine()
                text.key("metadata")
                text.object { text in
                    for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) {
                        text.key(key)
                        text.string(value)
                    }
                }
            }
            text.newLine()
            text.key("layers")
            text.array { text in
                for layer in model.layers {
                    text.newLine()
                    write(layer, to: &text)
                }
            }
            text.newLine()
        }
        guard text.bytes.count < InterchangeLimits.jsonBytes else {
            throw InterchangeError(
                file, .limit("bytes of JSON", limit: InterchangeLimits.jsonBytes, found: "\(text.bytes.count)"))
        }
        return .bytes(text.bytes + Array("\n".utf8))
    }

    private static func write(_ layer: DenseLayer, to text: inout JSONText) {
        text.object { text in
            text.key("activation")
            text.string(layer.activation.description)
            for (key, tensor) in [("weights", layer.weights), ("biases", layer.biases)] {
                text.key("\(key)_dtype")
                text.string(tensor.dataType.name)
                text.newLine()
                text.key(key)
                if tensor.dataType == .float64 {
                    write(tensor.scalars(as: Double.self), tensor, to: &text)
                } else {
                    write(tensor.scalars(as: Float.self), tensor, to: &text)
                }
            }
        }
    }

    /// A list of numbers, or of rows.
    private static func write<Scalar: Real & CustomStringConvertible>(
        _ numbers: [Scalar], _ tensor: Tensor, to text: inout JSONText
    ) {
        func write(_ range: Range<Int>, to text: inout JSONText) {
            text.array { text in
                for index in range {
                    numbers[index].isNaN ? text.string(tensor.bits(at: index)) : text.number(numbers[index])
                }
            }
        }
        guard tensor.shape.count == 2 else { return write(numbers.indices, to: &text) }
        let width = tensor.shape[1]
        text.array { text in
            for row in 0..<tensor.shape[0] {
                text.newLine()
                write(row * width..<(row + 1) * width, to: &text)
            }
        }
    }
}

extension Tensor {
    /// The bits of a number, as hexadecimal digits.
    fileprivate func bits(at index: Int) -> String {
        withUnsafeBytes { bytes in
            let number = bytes[index * dataType.size..<(index + 1) * dataType.size]
            return number.reversed().reduce("0x") { text, byte in
                text + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
    }
}
