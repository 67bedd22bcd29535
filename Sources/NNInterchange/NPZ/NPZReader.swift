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
        let isTransposed = try isTransposed()
        let sizes = try layerSizes(isTransposed: isTransposed)
        let activations = try activations(layerSizes: sizes)
        var layers: [DenseLayer] = []
        for (index, member) in keys.layers.enumerated() {
            let (units, inputs) = (sizes[index + 1], sizes[index])
            layers.append(
                DenseLayer(
                    weights: try tensor(member.weights, shape: [units, inputs], isTransposed: isTransposed),
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
        var notes = keys.unknown.map { "left out: \($0), which is no part of a network" }
        if keys.orientation == nil {
            notes.append(
                "arr_0, arr_1, …: taken for weights (\(isTransposed ? "inputs, units" : "units, inputs")) and biases in turn"
            )
        }
        return try ReadModel(model, file: archive.file, notes: notes)
    }

    /// Whether weights are (inputs, units): by the arrays' names, else by the only way in which layers fit each other.
    private func isTransposed() throws(InterchangeError) -> Bool {
        if let orientation = keys.orientation { return orientation == .inputsFirst }
        var fits = [true, true]
        var units: [Int?] = [nil, nil]
        for member in keys.layers {
            let (weights, biases) = (try numbers(member.weights).header, try numbers(member.biases).header)
            guard weights.shape.count == 2, biases.shape.count == 1 else {
                throw fail(
                    weights.shape.count == 2 ? member.biases : member.weights,
                    "weights of two axes and biases of one in turn, as nothing else tells what arr_0, arr_1, … are",
                    found: (weights.shape.count == 2 ? biases : weights).shapeText)
            }
            for (way, shape) in [weights.shape, weights.shape.reversed()].enumerated() {
                fits[way] = fits[way] && shape[0] == biases.shape[0] && (units[way] ?? shape[1]) == shape[1]
                units[way] = shape[0]
            }
        }
        if fits == [true, true] {
            throw InterchangeError(
                archive.file,
                .refused(
                    "whether the weights are (units, inputs) or (inputs, units) can't be told, since they are square: name "
                        + "the arrays W1, b1, … or coefs_0, intercepts_0, …"))
        }
        return !fits[0] && fits[1]
    }

    /// n[0], n[1], …, from the headers alone.
    private func layerSizes(isTransposed: Bool) throws(InterchangeError) -> [Int] {
        var sizes: [Int] = []
        for member in keys.layers {
            let weights = try numbers(member.weights)
            guard weights.header.shape.count == 2, !weights.header.shape.contains(0) else {
                throw fail(
                    member.weights, "weights of shape (\(isTransposed ? "inputs, units" : "units, inputs"))",
                    found: weights.header.shapeText)
            }
            let shape = isTransposed ? weights.header.shape.reversed() : weights.header.shape
            if let last = sizes.last, shape[1] != last {
                throw fail(
                    member.weights, "\(last) inputs, as many as the layer before has units",
                    found: weights.header.shapeText,
                    hint: shape[0] == last && !isTransposed
                        ? "weights are (units, inputs), as in the notebook: transpose them" : nil)
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

    private func tensor(
        _ member: ZipReader.Member, shape: [Int], isTransposed: Bool = false
    ) throws(InterchangeError) -> Tensor {
        let array = try ArrayStream(member, of: archive)
        let dataType: DataType =
            switch array.type.size {
            case 2: .float16
            case 4: .float32
            default: .float64
            }
        var bytes = try array.elements()
        if isTransposed { bytes = transposed(bytes, rows: shape[0], columns: shape[1], size: dataType.size) }
        return Tensor(bytes: bytes, dataType: dataType, shape: shape)
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
