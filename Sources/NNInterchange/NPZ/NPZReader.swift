import NNFile
import NNModel

/// Reads a model from the arrays of an archive, the headers before the numbers: nothing is allocated for an array that
/// doesn't fit its neighbours.
struct NPZReader: ~Copyable {
    private let archive: ZipReader
    private let options: ReadingOptions
    private let keys: NPZKeys

    init(_ archive: consuming ZipReader, _ options: ReadingOptions) throws(InterchangeError) {
        keys = try NPZKeys(archive.members, file: archive.file)
        self.archive = archive
        self.options = options
    }

    func read() throws(InterchangeError) -> ReadModel {
        let sizes = try layerSizes()
        let activations = try activations(layerSizes: sizes)
        var layers: [DenseLayer] = []
        for (index, member) in keys.layers.enumerated() {
            let (units, inputs) = (sizes[index + 1], sizes[index])
            layers.append(
                DenseLayer(
                    weights: try tensor(member.weights, shape: [units, inputs]),
                    biases: try tensor(member.biases, shape: [units]), activation: activations[index]))
        }
        let description = ModelDescription(try described())
        let model: Model
        do throws(ModelDescription.Problem) {
            model = try description.model(layers)
        } catch {
            throw InterchangeError(
                archive.file, "\(error.key).npy", .unexpected(expected: error.expected, found: error.found))
        }
        let notes = keys.unknown.map { "left out: \($0), which is no part of a network" }
        return try ReadModel(model, file: archive.file, notes: notes)
    }

    /// n[0], n[1], …, from the headers alone.
    private func layerSizes() throws(InterchangeError) -> [Int] {
        var sizes: [Int] = []
        for member in keys.layers {
            let weights = try numbers(member.weights)
            let shape = weights.header.shape
            guard shape.count == 2, !shape.contains(0) else {
                throw fail(member.weights, "weights of shape (units, inputs)", found: weights.header.shapeText)
            }
            if let last = sizes.last, shape[1] != last {
                throw fail(
                    member.weights, "\(last) inputs, as many as the layer before has units",
                    found: weights.header.shapeText,
                    hint: shape[0] == last ? "weights are (units, inputs), as in the notebook: transpose them" : nil)
            }
            let biases = try numbers(member.biases)
            guard [[shape[0]], [shape[0], 1], [1, shape[0]]].contains(biases.header.shape) else {
                throw fail(
                    member.biases, "biases of shape (\(shape[0]),), one a unit", found: biases.header.shapeText)
            }
            if sizes.isEmpty { sizes.append(shape[1]) }
            sizes.append(shape[0])
        }
        return sizes
    }

    private func numbers(_ member: ZipReader.Member) throws(InterchangeError) -> ArrayStream {
        let array = try ArrayStream(member, of: archive)
        guard array.type.kind == .float else {
            throw fail(member, "float16, float32 or float64 numbers", found: "'\(array.header.descr)'")
        }
        return array
    }

    private func tensor(_ member: ZipReader.Member, shape: [Int]) throws(InterchangeError) -> Tensor {
        let array = try ArrayStream(member, of: archive)
        let dataType: DataType =
            switch array.type.size {
            case 2: .float16
            case 4: .float32
            default: .float64
            }
        return Tensor(bytes: try array.elements(), dataType: dataType, shape: shape)
    }

    private func activations(layerSizes sizes: [Int]) throws(InterchangeError) -> [Activation] {
        var names: [String]?
        if let member = keys.activations { names = try strings(member) }
        return try options.activations(
            named: names, layerSizes: sizes, file: archive.file, place: keys.activations?.name)
    }

    private func strings(_ member: ZipReader.Member) throws(InterchangeError) -> [String] {
        let array = try ArrayStream(member, of: archive)
        let (header, type) = (array.header, array.type)
        guard type.kind == .unicodeString || type.kind == .byteString, header.shape.count <= 1 else {
            throw fail(member, "a list of strings", found: "'\(header.descr)' of shape \(header.shapeText)")
        }
        guard let count = header.count, count <= InterchangeLimits.strings else {
            throw fail(member, "at most \(InterchangeLimits.strings) strings", found: header.shapeText)
        }
        guard let strings = StringArray.decode(try array.elements(), type) else {
            throw fail(member, "text", found: "bytes that are none")
        }
        return strings
    }

    /// The arrays that describe the model beyond its layers.
    private func described() throws(InterchangeError) -> [String: ModelDescription.Value] {
        var values: [String: ModelDescription.Value] = [:]
        for member in keys.description {
            let array = try ArrayStream(member, of: archive)
            switch array.type.kind {
            case .byteString, .unicodeString: values[member.key] = .strings(try strings(member))
            case .float, .integer:
                guard array.header.shape.count <= 1 else {
                    throw fail(member, "a list of numbers", found: "the shape \(array.header.shapeText)")
                }
                let (type, count) = (array.type, array.header.count ?? 0)
                let elements = try array.elements()
                if type.kind != .float {
                    values[member.key] = .integers((0..<count).map { Self.integer(elements, at: 8 * $0) })
                } else {
                    let dataType: DataType = type.size == 2 ? .float16 : type.size == 4 ? .float32 : .float64
                    values[member.key] = .numbers(Tensor(bytes: elements, dataType: dataType, shape: [count]).scalars())
                }
            }
        }
        return values
    }

    private static func integer(_ bytes: [UInt8], at start: Int) -> Int {
        Int(Int64(bitPattern: bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
    }

    private func fail(
        _ member: ZipReader.Member, _ expected: String, found: String, hint: String? = nil
    ) -> InterchangeError {
        InterchangeError(archive.file, member.name, .unexpected(expected: expected, found: found, hint: hint))
    }
}
