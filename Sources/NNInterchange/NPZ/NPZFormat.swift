import NNFile
import NNModel

/// Arrays of numpy's in a zip archive, as `numpy.savez` writes them: W1 (units, inputs), b1 (units), W2, …, and
/// `activations`. What goes beyond that stands in the arrays of `ModelDescription`.
public enum NPZFormat: ModelFormat {
    public static let name = "npz"
    public static let fileExtensions = ["npz"]
    public static let summary = "numpy's arrays: W1, b1, W2, …, activations"

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // An archive without a member begins with the end of its directory.
        if bytes.starts(with: Array("PK\u{5}\u{6}".utf8)) { return true }
        guard bytes.count >= 30, bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) else { return false }
        let length = Int(bytes[26]) | Int(bytes[27]) << 8
        return bytes.dropFirst(30).prefix(length).suffix(4).elementsEqual(".npy".utf8)
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try file.withUnsafeBytes { bytes throws(InterchangeError) -> ReadModel in
            try NPZReader(ZipReader(bytes, file: file.path, limits: options.limits), options).read()
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try CarriedModel(model, types: [.float64, .float32, .float16], file: file)
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        do throws(ZipWriter.Failure) {
            var archive = try ZipWriter()
            let level: UInt32? =
                switch options.compression {
                case .none: nil
                case .fast: 1
                case .best: 9
                }
            for (name, array) in arrays(of: model) {
                let header = ArrayHeader(descr: array.descr, shape: array.shape)
                try archive.add("\(name).npy", [header.encoded, array.elements], level: level)
            }
            return .bytes(try archive.finish())
        } catch {
            throw InterchangeError(file, .library(doing: "can't be put together", message: error.message))
        }
    }

    private static func arrays(of model: Model) -> [(name: String, array: EncodedArray)] {
        let layers = model.layers.enumerated().flatMap { index, layer in
            [("W\(index + 1)", EncodedArray(layer.weights)), ("b\(index + 1)", EncodedArray(layer.biases))]
        }
        let activations = ("activations", EncodedArray(model.layers.map(\.activation.description)))
        return layers + [activations]
            + ModelDescription(of: model).sorted.map { ($0.key, EncodedArray($0.value)) }
    }
}

/// An array that goes into an archive, in row-major order.
struct EncodedArray {
    let descr: String
    let shape: [Int]
    let elements: [UInt8]

    /// - Precondition: numpy has the tensor's type.
    init(_ tensor: Tensor) {
        descr = "<f\(tensor.dataType.size)"
        shape = tensor.shape
        elements = tensor.withUnsafeBytes { Array($0) }
    }

    init(_ value: ModelDescription.Value) {
        switch value {
        case .integers(let integers): self.init(integers)
        case .numbers(let numbers): self.init(numbers)
        case .strings(let strings): self.init(strings)
        }
    }

    private init(_ numbers: [Double]) {
        self.init(Tensor(numbers, shape: [numbers.count]))
    }

    private init(_ integers: [Int]) {
        descr = "<i8"
        shape = [integers.count]
        elements = integers.flatMap { withUnsafeBytes(of: Int64($0).littleEndian) { Array($0) } }
    }

    init(_ strings: [String]) {
        (descr, elements) = StringArray.encode(strings)
        shape = [strings.count]
    }
}
